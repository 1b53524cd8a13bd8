import Testing

@testable import RasterCatalog

@Suite struct WriteQueueTests {
    @Test func `the first request starts the writer, the next ones wait`() {
        var queue = WriteQueue<Int>(capacity: 3, batchLimit: 2)

        #expect(queue.enqueue(1) == .start)
        #expect(queue.enqueue(2) == .wait)
        #expect(queue.enqueue(3) == .wait)
        #expect(queue.enqueue(4) == .full)
    }

    @Test func `batches keep the order and stop the writer when nothing waits`() {
        var queue = WriteQueue<Int>(capacity: 3, batchLimit: 2)
        for number in 1...3 { _ = queue.enqueue(number) }

        #expect(queue.takeBatch() == [1, 2])
        #expect(queue.takeBatch() == [3])
        #expect(queue.isRunning)
        #expect(queue.takeBatch() == nil)
        #expect(queue.enqueue(4) == .start)
    }

    @Test func `a closed queue finishes what waits and takes nothing more`() {
        var queue = WriteQueue<Int>(capacity: 1, batchLimit: 2)
        _ = queue.enqueue(1)

        #expect(queue.close(with: 2) == .wait)
        #expect(queue.enqueue(3) == .closed)
        #expect(queue.close(with: 4) == .closed)
        #expect(queue.takeBatch() == [1, 2])
    }

    @Test func `closing a queue that stands still starts the writer for the last request`() {
        var queue = WriteQueue<Int>(capacity: 1, batchLimit: 2)

        #expect(queue.close(with: 1) == .start)
        #expect(queue.takeBatch() == [1])
    }
}
