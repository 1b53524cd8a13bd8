import Raster
import TestSupport
import Testing

@testable import Gateway

@Suite struct MirrorScheduleTests {
    private static let down = MirrorSchedule.Outcome.failed(after: nil)

    private func schedule(failures: Int) -> MirrorSchedule {
        var schedule = MirrorSchedule(concurrency: 4)
        for _ in 0..<failures { _ = schedule.note(Self.down, attempts: 1, at: .seconds(1), jitter: 0) }
        return schedule
    }

    @Test func `waits double up to an hour`() {
        let waits = (1...20).map { MirrorSchedule.wait(after: $0, jitter: 0) }

        #expect(waits.prefix(4) == [.seconds(2), .seconds(4), .seconds(8), .seconds(16)])
        #expect(waits[19] == .seconds(3600))
        #expect(zip(waits, waits.dropFirst()).allSatisfy { $0 <= $1 })
    }

    @Test func `jitter takes at most half of a wait`() {
        #expect(MirrorSchedule.wait(after: 3, jitter: 0.5) == .seconds(6))
        #expect(MirrorSchedule.wait(after: 99, jitter: 0.999) > .seconds(1800))
    }

    @Test func `as many are begun as there is room for`() {
        var schedule = MirrorSchedule(concurrency: 4)
        schedule.begin(["a", "b", "c"])
        #expect(schedule.room(at: .zero) == 1)

        schedule.end("b")

        #expect(schedule.room(at: .zero) == 2)
    }

    @Test func `few failures pause nothing`() {
        #expect(schedule(failures: 2).room(at: .seconds(1)) == 4)
    }

    @Test func `several failures pause everything, then one asset tries`() {
        let schedule = schedule(failures: 3)

        #expect(schedule.room(at: .seconds(1)) == 0)
        #expect(schedule.pause(at: .seconds(1)) == .seconds(2))
        #expect(schedule.room(at: .seconds(3)) == 1)
    }

    @Test func `what fails during a pause does not prolong it`() {
        #expect(schedule(failures: 9).pause(at: .seconds(1)) == .seconds(2))
    }

    @Test func `pauses double up to five minutes`() {
        var schedule = schedule(failures: 3)
        var now = Duration.seconds(1)
        var pauses: [Duration] = []
        for _ in 0..<12 {
            pauses.append(schedule.pause(at: now))
            now += schedule.pause(at: now)
            _ = schedule.note(Self.down, attempts: 9, at: now, jitter: 0)
        }

        #expect(pauses.prefix(3) == [.seconds(2), .seconds(4), .seconds(8)])
        #expect(pauses.last == .seconds(300))
    }

    @Test(arguments: [MirrorSchedule.Outcome.answered, .refused])
    func `an answer ends the pause`(answer: MirrorSchedule.Outcome) {
        var schedule = schedule(failures: 5)

        _ = schedule.note(answer, attempts: 1, at: .seconds(2), jitter: 0)

        #expect(schedule.room(at: .seconds(2)) == 4)
    }

    @Test func `an asset that failed with the store waits for the end of the pause`() {
        var schedule = schedule(failures: 2)

        let wait = schedule.note(Self.down, attempts: 12, at: .seconds(1), jitter: 0)

        #expect(wait == .seconds(2))
    }

    @Test func `a request to be left alone is honoured up to a day`() {
        var schedule = MirrorSchedule(concurrency: 4)

        let wait = schedule.note(.failed(after: .seconds(90)), attempts: 1, at: .zero, jitter: 0.9)
        #expect(wait == .seconds(90) && schedule.room(at: .seconds(89)) == 0)
        _ = schedule.note(.failed(after: .days(9)), attempts: 1, at: .zero, jitter: 0)

        #expect(schedule.pause(at: .zero) == .days(1))
    }

    @Test func `what is cancelled says nothing of the store`() {
        var schedule = schedule(failures: 2)

        let wait = schedule.note(.cancelled, attempts: 1, at: .seconds(1), jitter: 0)

        #expect(wait == .seconds(2) && schedule.room(at: .seconds(1)) == 4)
    }

    @Test func `a draining schedule begins nothing and gives back what is cancelled`() {
        var schedule = MirrorSchedule(concurrency: 4)

        schedule.drain()

        #expect(schedule.room(at: .zero) == 0)
        #expect(schedule.note(.cancelled, attempts: 5, at: .zero, jitter: 0) == .zero)
    }

    @Test(arguments: StorageError.Kind.allCases)
    func `every kind of failure is one of the store, of the asset or of nobody`(kind: StorageError.Kind) {
        let ofStore: Set<StorageError.Kind> = [
            .unavailable, .timedOut, .rateLimited, .unauthenticated, .insufficientStorage,
        ]
        let wanted: MirrorSchedule.Outcome =
            kind == .cancelled ? .cancelled : ofStore.contains(kind) ? .failed(after: nil) : .refused

        #expect(StorageError(kind, "planned").mirrorOutcome == wanted)
    }
}
