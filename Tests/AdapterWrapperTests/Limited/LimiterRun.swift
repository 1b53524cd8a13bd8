import Raster
import TestSupport

@testable import AdapterWrappers

/// A limiter in a time of its own, beside an oracle that keeps who came when.
struct LimiterRun {
    private struct Begun {
        let number: Int
        let moment: Duration
    }

    private let settings: LimitSettings
    private let concurrency: Int
    private var state: LimiterState
    private var random: SplitMix64
    private var now = Duration.seconds(50)
    private var number = 0
    private var active: [Begun] = []
    private var waiting: [Begun] = []
    private var pausedUntil = Duration.zero
    private var slowedAt: Duration?
    private var earliest = Duration.zero
    private(set) var violation: String?
    private(set) var tally = (queued: 0, refused: 0, expired: 0, slowed: 0)

    init(seed: UInt64) {
        random = SplitMix64(seed: seed)
        concurrency = .random(in: 1...4, using: &random)
        settings = LimitSettings(
            concurrency: concurrency, queueLength: .random(in: 0...6, using: &random),
            maximumWait: .seconds(.random(in: 1...20, using: &random)),
            maximumRate: .random(in: 2...64, using: &random), minimumRate: 0.5,
            recovery: .random(in: 0.1...4, using: &random), maximumPause: .seconds(30))
        state = LimiterState(settings, concurrency: 99)
    }

    /// A random life; what is wrong with it.
    mutating func live(_ steps: Int) -> String? {
        for _ in 0..<steps {
            step()
            settle()
            if violation != nil { return violation }
        }
        return drain()
    }

    private mutating func step() {
        let index = active.indices.randomElement(using: &random)
        switch (Int.random(in: 0..<12, using: &random), index) {
        case (0..<5, _): arrive()
        case (5..<7, let index?):
            active.remove(at: index)
            state.release()
        case (7, let index?): rateLimited(active[index])
        case (8, _): state.succeeded()
        case (9, _): leave()
        default: pass(.milliseconds(.random(in: 1...3000, using: &random)))
        }
    }

    private mutating func arrive() {
        number += 1
        // An alarm may ring late: whoever comes in between must not overtake.
        if Int.random(in: 0..<4, using: &random) == 0 {
            now += .milliseconds(.random(in: 1...500, using: &random))
        }
        let refusal = state.refusal(at: now)
        switch state.arrive(number, at: now) {
        case .started:
            check(waiting.isEmpty, "somebody was passed over")
            check(refusal == nil, "began although a refusal was foretold")
            begin(number)
        case .queued:
            tally.queued += 1
            waiting.append(Begun(number: number, moment: now))
            check(refusal == nil, "queued although a refusal was foretold")
            check(waiting.count <= settings.queueLength, "too many wait")
        case .refused(let wait):
            tally.refused += 1
            check(wait == refusal, "refused otherwise than foretold")
            check(wait > .zero && wait <= settings.maximumPause, "refused with \(wait)")
            let isFull = waiting.count == settings.queueLength
            check(isFull || pausedUntil - now > settings.maximumWait, "refused without a reason")
        }
    }

    private mutating func begin(_ number: Int) {
        check(now >= pausedUntil, "began although the store is to be left alone")
        check(state.pace.rate == nil || now >= earliest, "began too soon after the last")
        active.append(Begun(number: number, moment: now))
        check(active.count <= concurrency, "too many at once")
        earliest = now + (state.pace.rate.map { .seconds(1) / $0 } ?? .zero) - .nanoseconds(1)
    }

    private mutating func rateLimited(_ call: Begun) {
        let asked: Duration? =
            Bool.random(using: &random) ? .seconds(.random(in: 0...40, using: &random)) : nil
        let before = state.pace.rate ?? settings.maximumRate
        let isNews = slowedAt.map { call.moment >= $0 } ?? true
        state.rateLimited(asked, began: call.moment, at: now)
        tally.slowed += isNews ? 1 : 0
        if isNews { slowedAt = now }
        let expected = isNews ? max(settings.minimumRate, before / 2) : before
        let rate = state.pace.rate ?? settings.maximumRate
        check(rate == expected, "a pace of \(rate)")
        if let asked { pausedUntil = max(pausedUntil, now + min(asked, settings.maximumPause)) }
    }

    private mutating func leave() {
        guard let index = waiting.indices.randomElement(using: &random) else { return }
        let number = waiting.remove(at: index).number
        let (first, second) = (state.leave(number), state.leave(number))
        check(first, "did not know who left")
        check(!second, "let somebody leave twice")
    }

    /// Time passes as the shell lets it: with a stop wherever the state wants one.
    private mutating func pass(_ time: Duration) {
        let end = now + time
        while let wake = state.wake, wake <= end, violation == nil {
            check(wake >= now, "a wake-up in the past")
            now = max(now, wake)
            settle()
            check(state.wake.map { $0 > now } ?? true, "woke for nothing")
        }
        now = end
    }

    private mutating func settle() {
        let change = state.advance(to: now)
        for number in change.expired {
            tally.expired += 1
            check(waiting.first?.number == number, "gave somebody up out of turn")
            let moment = waiting.removeFirst().moment
            check(now - moment >= settings.maximumWait, "gave somebody up too soon")
        }
        for number in change.started {
            check(waiting.first?.number == number, "somebody was passed over")
            waiting.removeFirst()
            begin(number)
        }
        check(state.active == active.count && state.waiting == waiting.count, "lost count")
        check(waiting.allSatisfy { now - $0.moment < settings.maximumWait }, "somebody waits too long")
    }

    /// Everybody goes: every place must be free again.
    private mutating func drain() -> String? {
        for _ in 0..<1000 where !waiting.isEmpty || !active.isEmpty {
            for _ in active { state.release() }
            active = []
            settle()
            pass(.seconds(1))
        }
        check(state.active == 0 && state.waiting == 0, "a place was lost")
        return violation
    }

    private mutating func check(_ isRight: Bool, _ message: @autoclosure () -> String) {
        if !isRight, violation == nil { violation = message() }
    }
}
