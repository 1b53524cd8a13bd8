import Testing

@testable import MicroHTTP

@Suite struct ExchangeStateTests {
    private func state(buffer: Int = 10, drain: Int = 100) -> ExchangeState {
        ExchangeState(bufferBytes: buffer, drainBytes: drain)
    }

    @Test func `an answer that is there at once is queued without suspending`() {
        var state = state()
        state.begin(hasBody: false, length: nil, expectsContinue: false)
        let mustResume = state.answer()

        #expect(!mustResume)
        #expect(state.poll() == .queue)
    }

    @Test func `a request without an answer passes once and is suspended then`() {
        var state = state()
        state.begin(hasBody: false, length: nil, expectsContinue: false)
        let steps = [state.poll(), state.poll()]

        #expect(steps == [.proceed, .suspend])
        let isEffective = state.answer()
        #expect(isEffective)
        #expect(state.poll() == .queue)
    }

    @Test func `a client that waits is invited by the first demand`() {
        var state = state()
        state.begin(hasBody: true, length: 5, expectsContinue: true)

        #expect(state.started() == .suspend)
        let isEffective = state.demand()
        #expect(isEffective)
        #expect(state.poll() == .proceed)
        #expect(state.intake == .open)
    }

    @Test func `a client that waits is answered before it sends`() {
        var state = state()
        state.begin(hasBody: true, length: 5, expectsContinue: true)

        #expect(state.started() == .suspend)
        let isEffective = state.answer()
        #expect(isEffective)
        #expect(state.poll() == .queue)
    }

    @Test func `a full buffer suspends and a demand resumes`() {
        var state = state()
        state.begin(hasBody: true, length: 50, expectsContinue: false)
        let keeps = [state.received(5), state.received(5), state.received(5)]

        #expect(keeps == [.keep, .keepAndSuspend, .keep])
        let isEffective = state.demand()
        #expect(isEffective)
        #expect(state.received(5) == .keep)
    }

    @Test func `the last bytes never suspend`() {
        var state = state()
        state.begin(hasBody: true, length: 20, expectsContinue: false)

        #expect(state.received(20) == .keep)
        #expect(state.intake == .complete)
    }

    @Test func `an early answer waits until the rest is swallowed`() {
        var state = state()
        state.begin(hasBody: true, length: 60, expectsContinue: false)
        _ = state.received(10)

        let isEffective = state.answer()
        #expect(isEffective)
        #expect(state.received(50) == .discard)
        #expect(state.poll() == .queue)
    }

    @Test func `an answer that waits for its body goes ahead at the second look`() {
        var state = state()
        state.begin(hasBody: true, length: 60, expectsContinue: false)
        _ = state.answer()

        let looks = [state.sendAhead(), state.sendAhead(), state.sendAhead()]

        #expect(looks == [false, true, false])
        #expect(state.received(60) == .discard)
        #expect(state.poll() == .cut)
    }

    @Test func `an answer to a complete request never goes ahead`() {
        var state = state()
        state.begin(hasBody: true, length: 5, expectsContinue: false)
        _ = state.received(5)
        _ = state.answer()

        let looks = [state.sendAhead(), state.sendAhead()]

        #expect(looks == [false, false])
    }

    @Test func `swallowing has a limit`() {
        var state = state()
        state.begin(hasBody: true, length: nil, expectsContinue: false)
        _ = state.answer()
        let keeps = [state.received(100), state.received(1)]

        #expect(keeps == [.discard, .cut])
    }

    @Test func `only the first answer counts`() {
        var state = state()
        state.begin(hasBody: false, length: nil, expectsContinue: false)
        _ = state.answer()
        _ = state.poll()

        let isEffective = state.answer()
        #expect(!isEffective)
        #expect(state.reply == .queued)
    }

    /// Every order of up to six events: a connection is resumed only while suspended, never after its end, and never
    /// suspended again before it was resumed.
    @Test func `no order of events breaks the pairing of suspend and resume`() {
        var checked = 0
        for hasBody in [false, true] {
            for expects in [false, true] {
                var state = state()
                state.begin(hasBody: hasBody, length: hasBody ? 30 : nil, expectsContinue: expects)
                explore(state, isSuspended: false, depth: 6, &checked)
            }
        }
        #expect(checked > 10_000)
    }

    private func explore(_ state: ExchangeState, isSuspended: Bool, depth: Int, _ checked: inout Int) {
        guard depth > 0 else { return checked += 1 }
        for event in Event.allCases where event.isPossible(in: state, isSuspended) {
            var next = state
            let effect = event.apply(to: &next)
            #expect(effect != .resume || (isSuspended && !next.isClosed), "\(event) in \(state)")
            #expect(effect != .suspend || !isSuspended, "\(event) in \(state)")
            let isStill = effect == .suspend || (isSuspended && effect == .none)
            #expect(isStill == (next.suspension != .none) || next.isClosed, "\(event) in \(state)")
            explore(next, isSuspended: isStill, depth: depth - 1, &checked)
        }
    }
}

private enum Event: CaseIterable {
    case poll, bytes, starve, demand, answer, feed, abandon, close

    enum Effect { case none, suspend, resume }

    /// The thread of the socket calls only while the connection is not suspended, and not after its end.
    func isPossible(in state: ExchangeState, _ isSuspended: Bool) -> Bool {
        switch self {
        case .demand, .answer, .feed, .abandon: true
        case .close: !isSuspended && !state.isClosed
        case .poll: !isSuspended && !state.isClosed && state.reply != .queued
        case .bytes: !isSuspended && !state.isClosed && state.intake == .open
        case .starve: !isSuspended && !state.isClosed && state.reply == .queued
        }
    }

    func apply(to state: inout ExchangeState) -> Effect {
        switch self {
        case .poll: state.poll() == .suspend ? .suspend : .none
        case .bytes: state.received(10) == .keepAndSuspend ? .suspend : .none
        case .starve: state.starve() ? .suspend : .none
        case .demand: state.demand() ? .resume : .none
        case .answer: state.answer() ? .resume : .none
        case .feed: state.feed() ? .resume : .none
        case .abandon: state.abandon() ? .resume : .none
        case .close: close(&state)
        }
    }

    private func close(_ state: inout ExchangeState) -> Effect {
        state.close()
        return .none
    }
}
