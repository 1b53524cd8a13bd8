import Raster
import Synchronization
import TestSupport
import Testing

@testable import Gateway

/// What goes wrong is told to those whom it concerns, and stops nothing else.
@Suite struct JobFailureTests {
    private let log = JobLog()

    private func failing(_ error: any Error) async throws -> (job: Job, entry: JobLog.Entry) {
        let stage = try await Stage()
        try await stage.insertJob("a")
        let runner = stage.runner([.sync: PlannedWork { _, _ in throw error }], log)
        runner.start()
        await log.has(.failed)
        await runner.stop(within: .seconds(9))
        return (try #require(try await stage.job("a")), try #require(log.entries.last))
    }

    @Test(arguments: [
        (StorageError.Kind.unavailable, RasterError.Code.serviceUnavailable),
        (.insufficientStorage, .insufficientStorage), (.denied, .internalServerError),
        (.notFound, .internalServerError), (.cancelled, .internalServerError),
    ])
    func `a store's failure reaches clients as a code, and its words the log only`(
        kind: StorageError.Kind, code: RasterError.Code
    ) async throws {
        let (job, entry) = try await failing(StorageError(kind, "secret words of the store"))

        #expect(job.state == .failed && job.error?.code == code)
        #expect(job.error?.message.contains("secret words") == false)
        #expect(entry.failure?.contains("secret words") == true)
    }

    @Test func `a refusal of the work reaches clients as it is`() async throws {
        let refusal = RasterError(.payloadTooLarge, "Too large for the folder.")

        #expect(try await failing(refusal).job.error == refusal)
    }

    @Test func `work that stops unasked has failed`() async throws {
        #expect(try await failing(CancellationError()).job.error == .unexpectedJobFailure)
    }

    @Test func `a failing catalog is told, waited for longer and longer, and outlived`() async throws {
        let stage = try await Stage()
        try await stage.insertJob("a")
        let sleeper = ManualSleeper()
        stage.process.failWrite(1)
        let runner = stage.runner([.sync: PlannedWork { _, _ in }], log, sleeper: sleeper)

        runner.start()
        await log.hasFaltered()
        await sleeper.someoneSleeps(for: .seconds(1))
        #expect(log.failures.count == 1 && log.lines == [])
        sleeper.wake()
        await log.has(.done)
        await runner.stop(within: .seconds(9))

        let pauses = [1, 2, 3, 5, 6, 60].map { runner.pause(after: $0) }
        #expect(pauses == [1, 2, 4, 16, 30, 30].map { .seconds($0) })
    }

    @Test func `an end that could not be kept is kept later`() async throws {
        let stage = try await Stage()
        try await stage.insertJob("a")
        let sleeper = ManualSleeper()
        stage.process.failWrite(2)
        let runner = stage.runner([.sync: PlannedWork { _, _ in }], log, sleeper: sleeper)

        runner.start()
        await log.hasFaltered()
        await sleeper.someoneSleeps(for: .seconds(1))
        #expect(try await stage.job("a")?.state == .running)
        sleeper.wake()
        await log.has(.done)
        await runner.stop(within: .seconds(9))

        #expect(log.lines == ["a running", "a done"])
    }

    @Test func `progress is kept twice a second, and only where there is some`() async throws {
        let stage = try await Stage()
        try await stage.insertJob("a")
        let context = Mutex<JobContext?>(nil)
        let bed = ManualSleeper()
        let work = PlannedWork { job, given in
            context.withLock { $0 = given }
            try await PlannedWork.endless(on: bed).run(job, given)
        }
        let runner = stage.runner([.sync: work], log)
        try await runner.round()
        await bed.someoneSleeps()
        var kept: [Int?] = []
        for (items, time) in [(1, 499), (2, 1), (2, 600), (3, 499), (4, 1)] {
            context.withLock { $0 }?.report(JobProgress(items: items))
            stage.clock.advance(by: .milliseconds(time))
            try await runner.round()
            kept.append(try await stage.job("a")?.progress.items)
        }

        #expect(kept == [0, 2, 2, 2, 4])
        runner.start()
        await runner.stop(within: .seconds(9))
    }
}
