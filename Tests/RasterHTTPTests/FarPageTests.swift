import Synchronization
import Testing

@Suite struct FarPageTests {
    /// Runs jobs where they come, and counts them.
    private final class CountingExecutor: TaskExecutor {
        let jobs = Atomic<Int>(0)

        func enqueue(_ job: consuming ExecutorJob) {
            jobs.add(1, ordering: .relaxed)
            UnownedJob(job).runSynchronously(on: asUnownedTaskExecutor())
        }
    }

    /// How often listing with `query` lets go of its thread.
    private func suspensions(_ query: String) async throws -> Int {
        let surface = try await Surface()
        let executor = CountingExecutor()
        let listing = Task.immediate(executorPreference: executor) {
            try await surface.get(Surface.photos + "/assets" + query).status
        }
        #expect(try await listing.value == 200)
        return executor.jobs.load(ordering: .relaxed)
    }

    @Test(arguments: ["?tags=a,b&page=2", "?tags=a&page=9&tags=b"])
    func `a far page of several tags leaves the server's threads`(query: String) async throws {
        #expect(try await suspensions(query) == suspensions("") + 1)
    }

    @Test(arguments: ["?page=9", "?tags=a,b", "?tags=a,b&page=1", "?tags=a&page=9"])
    func `other pages stay on the server's threads`(query: String) async throws {
        #expect(try await suspensions(query) == suspensions(""))
    }
}
