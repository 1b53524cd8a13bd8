import Raster
import TestSupport
import Testing

@testable import Gateway

extension Job {
    /// A waiting job of library number `library`.
    static func sample(_ id: JobID, _ kind: JobKind = .sync, library: Int64 = 1) -> Job {
        Job(
            id: id, kind: kind, library: LibraryKey(library), organization: "acme",
            libraryID: LibraryID("l\(library)"), created: .sample())
    }

    /// The same job, taken up.
    var running: Job {
        var job = self
        _ = job.start(by: "run-1", at: .sample())
        return job
    }

    /// The same job, and somebody wants it to end.
    var cancelled: Job {
        var job = self
        _ = job.cancel(at: .sample())
        return job
    }
}

@Suite struct JobScheduleTests {
    private let a = Job.sample("a", library: 1)
    private let b = Job.sample("b", library: 2)
    private let c = Job.sample("c", library: 3)

    private func working(_ jobs: Job..., limit: Int = 2) -> JobSchedule {
        var schedule = JobSchedule(limit: limit)
        for job in jobs { _ = schedule.claimed(job.running) }
        return schedule
    }

    @Test func `what waits is claimed in its order, as far as there is room`() {
        var schedule = JobSchedule(limit: 2)

        let steps = schedule.look(running: [], waiting: [b, a, c])

        #expect(steps == [.claim("b"), .claim("a")])
    }

    @Test func `of one library and kind only one is claimed, beside none that runs`() {
        var schedule = working(a, limit: 9)
        let twin = Job.sample("twin", library: 1)
        let hash = Job.sample("hash", .hash, library: 1)

        let steps = schedule.look(
            running: [a.running], waiting: [twin, b, .sample("b2", library: 2), hash])

        #expect(steps == [.claim("b"), .claim("hash")])
    }

    @Test func `a job that runs nowhere is recovered before another of its kind is claimed`() {
        var schedule = JobSchedule(limit: 2)

        let steps = schedule.look(running: [a.running], waiting: [.sample("twin", library: 1)])

        #expect(steps == [.recover("a")])
    }

    @Test func `a job that somebody cancelled is stopped, once`() {
        var schedule = working(a, b)
        let rows = [a.running.cancelled, b.running]

        let steps = [schedule.look(running: rows, waiting: []), schedule.look(running: rows, waiting: [])]

        #expect(steps == [[.stop("a")], []])
    }

    @Test func `a job that went with its library is stopped`() {
        var schedule = working(a)

        let steps = schedule.look(running: [], waiting: [])

        #expect(steps == [.stop("a")])
    }

    @Test func `a job keeps its room until the catalog knows its end`() {
        var schedule = working(a, b)
        schedule.ended("a", .done)
        let before = schedule.look(running: [a.running, b.running], waiting: [c])
        let ended = schedule.ended.map(\.id)

        schedule.settled("a")
        let after = schedule.look(running: [b.running], waiting: [c])

        #expect(before == [] && ended == ["a"] && after == [.claim("c")])
    }

    @Test func `work that stops unasked has failed`() {
        var schedule = working(a)

        schedule.ended("a", .stopped)

        #expect(schedule.ended.first?.outcome == .failed(.unexpectedJobFailure))
    }

    @Test func `a schedule that drains stops what runs and claims nothing`() {
        var schedule = working(a)

        let stopped = [schedule.drain(), schedule.drain()]
        let steps = schedule.look(running: [a.running], waiting: [c])
        schedule.ended("a", .stopped)

        #expect(stopped == [["a"], []] && steps == [])
        #expect(schedule.ended.first?.outcome == .stopped)
    }

    @Test func `what was claimed while the drain began waits again`() {
        var schedule = JobSchedule(limit: 2)
        _ = schedule.drain()

        let isBegun = schedule.claimed(a.running)

        #expect(!isBegun && schedule.ended.first?.outcome == .stopped)
    }
}
