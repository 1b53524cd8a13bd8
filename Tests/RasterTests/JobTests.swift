import Raster
import Testing

@Suite struct JobTests {
    private let now = Timestamp(milliseconds: 1000)
    private let later = Timestamp(milliseconds: 2000)
    private let progress = JobProgress(items: 3, itemsTotal: 9, bytes: 30, failed: 1)

    private func job(attempts: Int = 0) -> Job {
        Job(
            id: "j", kind: .sync, library: LibraryKey(1), organization: "acme", libraryID: "photos",
            created: now, attempts: attempts)
    }

    private func running(attempts: Int = 0) -> Job {
        var job = job(attempts: attempts)
        _ = job.start(by: "run-1", at: now)
        return job
    }

    @Test func `a job that is taken up runs, has an owner and counts the attempt`() {
        var job = job()
        let isTaken = job.start(by: "run-1", at: later)
        let taken = job
        let isTakenAgain = job.start(by: "run-2", at: later)

        #expect(isTaken && !isTakenAgain && job == taken)
        #expect(job.state == .running && job.owner == "run-1" && job.attempts == 1 && job.started == later)
    }

    @Test(arguments: [
        (JobOutcome.done, JobState.done), (.failed(RasterError(.notSupported, "no")), .failed),
    ])
    func `work that ends ends its job`(outcome: JobOutcome, state: JobState) {
        var job = running()

        let isSettled = job.settle(outcome, progress, at: later)

        #expect(isSettled && job.state == state && job.finished == later)
        #expect(job.progress == progress && job.owner == nil && (job.error == nil) == (state == .done))
    }

    @Test func `a job that was stopped waits again with its progress, and the attempt does not count`() {
        var job = running(attempts: 2)

        let isSettled = job.settle(.stopped, progress, at: later)

        #expect(isSettled && job.state == .queued && job.progress == progress && job.attempts == 2)
        #expect(job.owner == nil && job.finished == nil && job.started == now)
    }

    @Test func `a cancelled job ends when its work has stopped`() {
        var job = running()
        let isAsked = job.cancel(at: now)
        let isAskedAgain = job.cancel(at: now)
        #expect(isAsked && !isAskedAgain && job.state == .running)

        _ = job.settle(.stopped, progress, at: later)

        #expect(job.state == .cancelled && job.finished == later)
    }

    @Test func `a cancelled job whose work came to its end is done`() {
        var job = running()
        _ = job.cancel(at: now)

        _ = job.settle(.done, progress, at: later)

        #expect(job.state == .done)
    }

    @Test func `a waiting job is cancelled at once, an ended one never`() {
        var job = job()

        let isCancelled = job.cancel(at: later)
        let isCancelledAgain = job.cancel(at: later)

        #expect(isCancelled && !isCancelledAgain)
        #expect(job.state == .cancelled && job.finished == later)
    }

    @Test func `a job whose process is gone waits again, four times`() {
        var job = job()
        for _ in 1...4 {
            _ = job.start(by: "run", at: now)
            _ = job.recover(at: now)
            #expect(job.state == .queued)
        }
        _ = job.start(by: "run", at: now)

        _ = job.recover(at: later)

        #expect(job.state == .failed && job.attempts == 5 && job.finished == later)
        #expect(job.error?.code == .internalServerError)
    }

    @Test func `a cancelled job whose process is gone is cancelled`() {
        var job = running()
        _ = job.cancel(at: now)

        _ = job.recover(at: later)

        #expect(job.state == .cancelled)
    }

    @Test func `only a running job settles, recovers or reports`() {
        for var job in [job(), ended()] {
            let before = job
            let isChanged = [
                job.settle(.done, progress, at: later), job.recover(at: later), job.report(progress),
            ]
            #expect(isChanged == [false, false, false] && job == before)
        }
        var job = running()
        let isReported = [job.report(progress), job.report(progress)]
        #expect(isReported == [true, false] && job.progress == progress)
    }

    private func ended() -> Job {
        var job = running()
        _ = job.settle(.done, progress, at: now)
        return job
    }
}

@Suite struct SyncPlanTests {
    @Test func `a plan counts everything and keeps the first examples of each`() {
        var plan = SyncPlan()
        for number in 1...25 { plan.note(.add, "a\(number)") }
        plan.note(.skip, "b", "a link")

        #expect(plan.count(of: .add) == 25 && plan.count(of: .skip) == 1 && plan.count(of: .move) == 0)
        #expect(plan.examples.count == SyncPlan.exampleLimit + 1)
        #expect(plan.examples.first?.name == "a1" && plan.examples.last?.detail == "a link")
    }

    @Test func `a plan that only leaves out is empty`() {
        var plan = SyncPlan()
        plan.note(.skip, "x")
        #expect(plan.isEmpty)

        plan.note(.return, "y")

        #expect(!plan.isEmpty)
    }
}
