import Bytes
import Synchronization
import Testing

@testable import MicroHTTP

@Suite struct BlockingPoolTests {
    @Test func `one thread does everything where the system has no more`() async {
        let asked = Atomic(0)
        let pool = BlockingPool(threads: 8) { body in
            asked.wrappingAdd(1, ordering: .relaxed).oldValue == 0 && startThread(body)
        }

        let sum = await withTaskGroup(of: Int.self) { group in
            for number in 1...100 {
                group.addTask(executorPreference: pool) {
                    await Task.yield()
                    return number
                }
            }
            return await group.reduce(0, +)
        }

        #expect(sum == 5050)
        #expect(asked.load(ordering: .relaxed) > 1)
    }

    @Test func `jobs that block run side by side`() async {
        let pool = BlockingPool(threads: 2)
        let meeting = Semaphore()
        let answer = Semaphore()

        await withTaskGroup(of: Void.self) { group in
            group.addTask(executorPreference: pool) {
                meeting.wait()
                answer.signal()
            }
            group.addTask(executorPreference: pool) {
                meeting.signal()
                answer.wait()
            }
        }
    }
}
