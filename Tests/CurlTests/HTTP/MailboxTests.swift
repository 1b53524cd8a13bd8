import HTTPCore
import TestSupport
import Testing

@testable import Curl

@Suite struct MailboxTests {
    private func bytes(_ count: Int, _ value: UInt8 = 0) -> [UInt8] {
        [UInt8](repeating: value, count: count)
    }

    @Test func `what goes in comes out, in order`() {
        var mailbox = Mailbox(limit: 10)
        #expect(mailbox.offer([1, 2]) == .stored && mailbox.offer([3]) == .stored)
        mailbox.finish()

        #expect(mailbox.take() == .chunk([1, 2]) && mailbox.take() == .chunk([3]) && mailbox.take() == .end)
        #expect(mailbox.take() == .end)
    }

    @Test func `nothing is taken beyond the limit`() {
        var mailbox = Mailbox(limit: 10)

        #expect(mailbox.offer(bytes(9)) == .stored && mailbox.offer(bytes(9)) == .stored)
        #expect(mailbox.offer([1]) == .full && mailbox.count == 18)
    }

    @Test func `a paused side goes on when half the room is free, once`() {
        var mailbox = Mailbox(limit: 10)
        _ = mailbox.offer(bytes(6))
        _ = mailbox.offer(bytes(5))
        mailbox.pause()
        let early = mailbox.resumes(when: mailbox.hasRoom)
        _ = mailbox.take()

        let first = mailbox.resumes(when: mailbox.hasRoom)
        let second = mailbox.resumes(when: mailbox.hasRoom)
        #expect(!early && first && !second)
    }

    @Test func `a failure drops what waits`() {
        var mailbox = Mailbox(limit: 10)
        _ = mailbox.offer([1])
        mailbox.fail(.timedOut)

        #expect(mailbox.take() == .failed(.timedOut) && mailbox.count == 0)
        #expect(mailbox.offer([1]) == .closed)
    }

    @Test func `what was taken to its end has not failed`() {
        var mailbox = Mailbox(limit: 10)
        mailbox.finish()
        mailbox.fail(.cancelled)

        #expect(mailbox.take() == .end)
    }

    @Test func `the first failure counts`() {
        var mailbox = Mailbox(limit: 10)
        mailbox.fail(.timedOut)
        mailbox.fail(.cancelled)

        #expect(mailbox.take() == .failed(.timedOut))
    }

    @Test func `any mixture of chunks and reads keeps the bytes`() {
        for seed in 0..<200 {
            var generator = SplitMix64(seed: UInt64(seed))
            var queue = ChunkQueue()
            var (written, read): ([UInt8], [UInt8]) = ([], [])
            for step in 0..<200 {
                switch Int.random(in: 0..<3, using: &generator) {
                case 0:
                    let chunk = bytes(Int.random(in: 0..<20, using: &generator), UInt8(step % 256))
                    queue.append(chunk)
                    written += chunk
                case 1: read += queue.next() ?? []
                default:
                    var buffer = bytes(Int.random(in: 1..<30, using: &generator))
                    let count = buffer.withUnsafeMutableBytes { queue.read(into: $0) }
                    read += buffer.prefix(count)
                }
                #expect(queue.count == written.count - read.count)
            }
            while let chunk = queue.next() { read += chunk }
            #expect(read == written)
        }
    }
}

@Suite struct LengthGateTests {
    private func passed(_ chunks: [[UInt8]], promised: Int?) throws -> [[UInt8]] {
        var gate = LengthGate(promised: promised)
        return try chunks.map { try gate.pass($0) } + [try gate.finish()]
    }

    @Test func `without a promise all passes`() throws {
        #expect(try passed([[1], [2]], promised: nil) == [[1], [2], []])
    }

    @Test func `the chunk that fulfils the promise waits for the end`() throws {
        #expect(try passed([[1], [2]], promised: 2) == [[1], [], [2]])
    }

    @Test func `a body that ends too soon is too short`() {
        #expect(throws: BodyLengthError.tooShort) { try passed([[1], [2]], promised: 3) }
        #expect(throws: BodyLengthError.tooShort) { try passed([], promised: 1) }
    }

    @Test func `one that goes on is too long`() {
        #expect(throws: BodyLengthError.tooLong) { try passed([[1], [2], [3]], promised: 2) }
        #expect(throws: BodyLengthError.tooLong) { try passed([[1]], promised: 0) }
    }
}

@Suite struct ProgressWatchTests {
    private func watch() -> ProgressWatch {
        var watch = ProgressWatch(bytes: 10, window: .seconds(60))
        watch.begin(at: .seconds(100), 5)
        return watch
    }

    @Test func `before its time nothing has stalled`() {
        var watch = watch()

        #expect(watch.due == .seconds(160))
        let isStalled = watch.stalls(at: .seconds(159), 5, wasHeld: false)
        #expect(!isStalled)
    }

    @Test(arguments: [(14, true), (15, false)])
    func `too few bytes in a window are a stall`(count: Int, isStalled: Bool) {
        var watch = watch()

        let stalls = watch.stalls(at: .seconds(160), count, wasHeld: false)
        #expect(stalls == isStalled)
    }

    @Test func `each window counts its own bytes`() {
        var watch = watch()
        _ = watch.stalls(at: .seconds(160), 1000, wasHeld: false)

        let stalls = watch.stalls(at: .seconds(220), 1009, wasHeld: false)
        #expect(stalls)
    }

    @Test func `a window in which this side held it up does not count`() {
        var watch = watch()

        let first = watch.stalls(at: .seconds(160), 5, wasHeld: true)
        let second = watch.stalls(at: .seconds(220), 5, wasHeld: false)
        #expect(!first && second)
    }

    @Test func `what has not begun cannot stall`() {
        var watch = ProgressWatch(bytes: 1, window: .seconds(1))

        let stalls = watch.stalls(at: .seconds(1000), 0, wasHeld: false)
        #expect(!stalls)
    }
}
