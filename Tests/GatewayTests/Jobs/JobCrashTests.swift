import Raster
import Synchronization
import TestSupport
import Testing

@testable import Gateway

/// Wherever the process dies, the next one takes its job up, and it ends once.
@Suite struct JobCrashTests {
    private static let moments: [ProcessSwitch.Moment] = (1...3).flatMap { number in
        [ProcessSwitch.Moment.beforeWrite(number), .afterWrite(number)]
    }

    /// Runs a job whose writes are its claim, its progress and its end, in a process that dies at `moment`.
    private func die(at moment: ProcessSwitch.Moment, _ stage: Stage) async throws {
        let bed = ManualSleeper()
        let work = PlannedWork { _, context in
            context.report(JobProgress(items: 1))
            await bed.wait(for: .zero)
        }
        let runner = stage.runner([.sync: work], JobLog())
        stage.process.die(at: moment)
        try await runner.round()
        await bed.someoneSleeps()
        stage.clock.advance(by: .seconds(1))
        try await runner.round()
        // Rung by the claim.
        await stage.gateway.jobBell.wait()
        bed.wake()
        await stage.gateway.jobBell.wait()
        try await runner.round()
    }

    @Test(arguments: moments)
    func `a job of a process that died is done by the next one, and ends once`(
        moment: ProcessSwitch.Moment
    ) async throws {
        let stage = try await Stage()
        let log = JobLog()
        try await stage.insertJob("a")
        await #expect(throws: ProcessSwitch.Dead.self) { try await die(at: moment, stage) }
        let wasDone = try await stage.job("a")?.state == .done

        let work = PlannedWork { _, context in context.report(JobProgress(items: 9)) }
        let next = stage.runner([.sync: work], log, of: stage.restarted())
        next.start()
        if !wasDone { await log.has(.done) }
        await next.stop(within: .seconds(9))

        let job = try #require(try await stage.job("a"))
        #expect(job.state == .done && job.progress.items == (wasDone ? 1 : 9) && job.attempts <= 2)
        #expect(wasDone == (moment == .afterWrite(3)))
        #expect(log.lines.count { $0 == "a done" } == (wasDone ? 0 : 1))
    }
}
