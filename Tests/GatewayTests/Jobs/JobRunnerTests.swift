import Raster
import RasterCatalog
import Synchronization
import TestSupport
import Testing

@testable import Gateway

@Suite struct JobRunnerTests {
    private let log = JobLog()
    private let quick = PlannedWork { _, context in context.report(JobProgress(items: 7, failed: 1)) }

    @Test func `what waits is done, with its progress`() async throws {
        let stage = try await Stage()
        try await stage.insertJob("a")
        let runner = stage.runner([.sync: quick], log)

        runner.start()
        await log.has(.done)
        await runner.stop(within: .seconds(9))

        #expect(log.lines == ["a running", "a done"])
        let job = try #require(try await stage.job("a"))
        #expect(job.state == .done && job.progress == JobProgress(items: 7, failed: 1) && job.attempts == 1)
    }

    @Test func `a job made in this process is begun at once`() async throws {
        let stage = try await Stage(settings: { $0.isSyncable = { _, _ in true } })
        let sleeper = ManualSleeper()
        let runner = stage.runner([.sync: quick], log, sleeper: sleeper)
        runner.start()
        await sleeper.someoneSleeps()

        let library = try await stage.scope().library
        _ = try await stage.truth.write { [gateway = stage.gateway] in
            try await gateway.startSync(of: library, $0)
        }
        stage.gateway.lookAtJobs()

        await log.has(.done)
        await runner.stop(within: .seconds(9))
    }

    @Test func `a job made by another process is begun when the poll comes round`() async throws {
        let stage = try await Stage()
        let sleeper = ManualSleeper()
        let runner = stage.runner([.sync: quick], log, sleeper: sleeper)
        runner.start()
        await sleeper.someoneSleeps(for: .seconds(1))
        try await stage.insertJob("a")

        sleeper.wake()

        await log.has(.done)
        await runner.stop(within: .seconds(9))
    }

    @Test func `no more than two run, and one of each library and kind`() async throws {
        let stage = try await Stage()
        for (id, library) in [("a", "photos"), ("b", "photos"), ("c", "x"), ("d", "y")] {
            try await stage.insertJob(JobID(id), in: LibraryID(library))
            stage.clock.advance(by: .milliseconds(1))
        }
        let runner = stage.runner([.sync: PlannedWork.endless()], log)

        try await runner.round()
        try await runner.round()

        #expect(log.lines == ["a running", "c running"])
        #expect(log.counts?.waiting == 2 && log.counts?.running == 2)
        runner.start()
        await runner.stop(within: .seconds(9))
    }

    @Test func `work that is cancelled stops, and its job is cancelled`() async throws {
        let stage = try await Stage()
        try await stage.insertJob("a")
        let runner = stage.runner([.sync: PlannedWork.endless()], log)
        runner.start()
        await log.has(.running)

        try await stage.cancelJob("a")
        stage.gateway.lookAtJobs()

        await log.has(.cancelled)
        await runner.stop(within: .seconds(9))
        #expect(try await stage.job("a")?.state == .cancelled)
    }

    @Test func `work whose library is deleted stops`() async throws {
        let stage = try await Stage()
        let bed = ManualSleeper()
        try await stage.insertJob("a")
        let runner = stage.runner([.sync: PlannedWork.endless(on: bed)], log)
        runner.start()
        await bed.someoneSleeps()

        let key = try await stage.scope().library.key
        try await stage.truth.write { try await $0.remove(key) }
        stage.gateway.lookAtJobs()

        await log.hasNothingRunning()
        #expect(log.lines == ["a running"] && log.failures == [])
        await runner.stop(within: .seconds(9))
    }

    @Test func `a process that stops puts its jobs back, with their progress`() async throws {
        let stage = try await Stage()
        let bed = ManualSleeper()
        try await stage.insertJob("a")
        let runner = stage.runner([.sync: PlannedWork.endless(on: bed, JobProgress(items: 5))], log)
        runner.start()
        await bed.someoneSleeps()

        await runner.stop(within: .seconds(9))

        let job = try #require(try await stage.job("a"))
        #expect(job.state == .queued && job.attempts == 0 && job.owner == nil && job.progress.items == 5)
    }

    @Test func `work that does not stop is waited for only so long`() async throws {
        let stage = try await Stage()
        let (sleeper, bed) = (ManualSleeper(), ManualSleeper())
        try await stage.insertJob("a")
        let work = PlannedWork { _, _ in await Task { await bed.wait(for: .zero) }.value }
        let runner = stage.runner([.sync: work], log, sleeper: sleeper)
        runner.start()
        await bed.someoneSleeps()

        async let stopped: Void = runner.stop(within: .seconds(20))
        await sleeper.someoneSleeps(for: .seconds(20))
        sleeper.wake()
        await stopped

        #expect(try await stage.job("a")?.state == .running)
        bed.wake()
    }

    @Test func `what another run left behind is taken up again`() async throws {
        let stage = try await Stage()
        try await stage.insertJob("a") { _ = $0.start(by: "run-0", at: .sample()) }
        let runner = stage.runner([.sync: quick], log)

        runner.start()
        await log.has(.done)
        await runner.stop(within: .seconds(9))

        #expect(log.lines == ["a queued", "a running", "a done"])
        #expect(try await stage.job("a")?.attempts == 2)
    }

    @Test func `a job that brought five processes down fails and says so`() async throws {
        let stage = try await Stage()
        try await stage.insertJob("a") { job in
            for _ in 1...4 { _ = (job.start(by: "x", at: .sample()), job.recover(at: .sample())) }
            _ = job.start(by: "x", at: .sample())
        }
        let runner = stage.runner([.sync: quick], log)

        try await runner.round()

        #expect(log.lines == ["a failed"])
        #expect(try await stage.job("a")?.error?.message.contains("5 times") == true)
    }

    @Test func `a kind without work fails with a sentence`() async throws {
        let stage = try await Stage()
        try await stage.insertJob("a", .hash)
        let runner = stage.runner([.sync: quick], log)

        runner.start()
        await log.has(.failed)
        await runner.stop(within: .seconds(9))

        let error = try await stage.job("a")?.error
        #expect(error?.code == .notSupported && error?.message.contains("\"hash\"") == true)
    }

    @Test func `one chosen job is done and no other`() async throws {
        let stage = try await Stage()
        try await stage.insertJob("a")
        try await stage.insertJob("b", in: "x")
        var options = JobRunner.Options()
        options.only = "b"
        let runner = stage.runner([.sync: quick], log, options: options)

        runner.start()
        await log.has(.done)
        await runner.stop(within: .seconds(9))

        #expect(log.lines == ["b running", "b done"])
    }
}
