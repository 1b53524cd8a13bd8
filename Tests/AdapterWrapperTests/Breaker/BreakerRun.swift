import Raster

@testable import AdapterWrappers

/// A breaker under a schedule, beside an oracle that knows only what came in and out: it keeps the whole past and
/// works everything out afresh.
struct BreakerRun {
    /// A call on its way.
    private struct Call {
        let ticket: BreakerState.Ticket
        let end: BreakerSchedule.End
        let began: Duration
        /// How often the breaker had opened or closed when it began.
        let epoch: Int
    }

    private let settings: BreakerSettings
    private var state: BreakerState
    private(set) var now = Duration.seconds(50)
    private var onTheWay: [Call] = []
    private var epoch = 0
    /// What counted since the breaker closed, and when.
    private var past: [(moment: Duration, isFailure: Bool)] = []
    private var openedAt: Duration?
    private var chance: UInt64 = 7
    private(set) var refusals = 0
    private(set) var openings = 0

    init(_ settings: BreakerSettings) {
        self.settings = settings
        state = BreakerState(settings)
    }

    var isClosed: Bool { state.phase == .closed }

    /// Takes a step; what it shows to be wrong.
    mutating func take(_ step: BreakerSchedule.Step) -> String? {
        switch step {
        case .pass(let time):
            now += time
            return nil
        case .call(let end): return call(end)
        case .end(let index): return onTheWay.isEmpty ? nil : end(index % onTheWay.count)
        }
    }

    /// Probes that have not been given up.
    private var liveProbes: Int {
        onTheWay.count { call in
            call.ticket.probe != nil && call.epoch == epoch && now < call.began + settings.probeTime
        }
    }

    private mutating func call(_ end: BreakerSchedule.End) -> String? {
        let foretold = state.refusal(at: now)
        switch state.admit(at: now) {
        case .call(let ticket):
            onTheWay.append(Call(ticket: ticket, end: end, began: now, epoch: epoch))
            if foretold != nil { return "a call went through although it was foretold to be refused" }
            if liveProbes > 1 { return "two probes at once" }
            return openedAt != nil && ticket.probe == nil ? "an open breaker let a call through" : nil
        case .refuse(let wait):
            refusals += 1
            if foretold != wait { return "refused otherwise than foretold" }
            return refused(wait)
        }
    }

    private func refused(_ wait: Duration) -> String? {
        guard wait > .zero, wait <= settings.maximumRetryAfter else { return "refused with \(wait)" }
        guard let openedAt else { return "a closed breaker refused" }
        let isLeftAlone = now < openedAt + settings.maximumOpenTime
        return isLeftAlone || liveProbes == 1 ? nil : "refused without a reason"
    }

    private mutating func end(_ index: Int) -> String? {
        let call = onTheWay.remove(at: index)
        let wasOpen = openedAt != nil
        chance = chance &* 6_364_136_223_846_793_005 &+ 1
        state.ended(call.ticket, call.end.outcome, at: now, jitter: Double(chance >> 11) / 0x1p53)
        let isOpen = !isClosed
        return wasOpen ? endedWhileOpen(call, isOpen) : endedWhileClosed(call, isOpen)
    }

    private mutating func endedWhileClosed(_ call: Call, _ isOpen: Bool) -> String? {
        let counts = call.epoch == epoch && (call.end.isFailure || call.end.isAnswer)
        if counts { past.append((now, call.end.isFailure)) }
        let isJustified = counts && call.end.isFailure && isTooMuch
        if isOpen { turn(open: now) }
        return isOpen == isJustified
            ? nil : isOpen ? "opened on \(call.end)" : "stayed closed on too many failures"
    }

    private var isTooMuch: Bool {
        let inARow = past.reversed().prefix { $0.isFailure }.count
        let recent = past.suffix(settings.windowCalls).filter { $0.moment >= now - settings.window }
        let failures = Double(recent.count { $0.isFailure })
        return inARow >= settings.consecutiveFailures
            || recent.count >= settings.minimumCalls
                && failures >= settings.failureRate * Double(recent.count)
    }

    private mutating func endedWhileOpen(_ call: Call, _ isOpen: Bool) -> String? {
        let isProbe = call.ticket.probe != nil && call.epoch == epoch
        if !isOpen {
            turn(open: nil)
            return isProbe && call.end.isAnswer ? nil : "closed on \(call.end)"
        }
        if case .open = state.phase, isProbe, call.end.isFailure { turn(open: now) }
        return isProbe && call.end.isAnswer ? "an answered probe did not close" : nil
    }

    private mutating func turn(open moment: Duration?) {
        epoch += 1
        openedAt = moment
        past = []
        openings += moment == nil ? 0 : 1
    }
}

extension BreakerRun {
    /// From now on the store is well, calls keep coming, and what was on its way never comes back: what is wrong
    /// with how the breaker takes it.
    mutating func recover() -> String? {
        let limit = now + patience + .milliseconds(100)
        while !isClosed {
            guard now <= limit else { return "open \(now - limit) too long after the recovery" }
            let before = onTheWay.count
            if let wrong = call(.success) { return wrong }
            now += .milliseconds(10)
            if onTheWay.count > before, let wrong = end(before) { return wrong }
            now += .milliseconds(40)
        }
        let before = refusals
        for _ in 0..<20 {
            let wrong = call(.success) ?? end(onTheWay.count - 1)
            if let wrong { return wrong }
        }
        return refusals == before ? nil : "refused after the recovery"
    }

    /// How long until the next call must become a probe.
    private var patience: Duration {
        switch state.phase {
        case .closed: .zero
        case .open(let until): max(.zero, until - now)
        case .halfOpen(let probe): max(.zero, (probe?.expiry ?? now) - now)
        }
    }
}
