import Testing

@testable import AdapterWrappers

@Suite struct BreakerStateTests {
    private typealias Ticket = BreakerState.Ticket
    private static let settings = BreakerSettings(
        consecutiveFailures: 3, openTime: .seconds(4), maximumOpenTime: .seconds(20), probeTime: .seconds(10))
    private var state = BreakerState(Self.settings)

    private mutating func admit(_ seconds: Double) throws -> Ticket {
        guard case .call(let ticket) = state.admit(at: .seconds(seconds)) else {
            throw Refused()
        }
        return ticket
    }

    private struct Refused: Error {}

    private mutating func fail(_ seconds: Double, jitter: Double = 1) throws {
        state.ended(try admit(seconds), .failed, at: .seconds(seconds), jitter: jitter)
    }

    private mutating func open() throws { for _ in 0..<3 { try fail(0) } }

    @Test mutating func `failures in a row open it for a while`() throws {
        try open()

        #expect(state.phase == .open(until: .seconds(4)))
        #expect(state.admit(at: .seconds(3)) == .refuse(.seconds(1)))
    }

    @Test mutating func `an answer in between starts the count afresh`() throws {
        for _ in 0..<5 {
            try fail(0)
            try fail(0)
            state.ended(try admit(0), .answered, at: .zero, jitter: 0)
        }

        #expect(state.phase == .closed)
    }

    @Test mutating func `a high share of failures opens it`() throws {
        for number in 0..<19 {
            let outcome = number.isMultiple(of: 2) ? CallOutcome.failed : .answered
            state.ended(try admit(0), outcome, at: .zero, jitter: 1)
        }
        #expect(state.phase == .closed)

        try fail(0)

        #expect(state.phase == .open(until: .seconds(4)))
    }

    @Test mutating func `failures long ago are forgotten`() throws {
        for number in 0..<18 {
            let outcome = number.isMultiple(of: 2) ? CallOutcome.failed : .answered
            state.ended(try admit(0), outcome, at: .zero, jitter: 1)
        }

        try fail(61)
        try fail(61)

        #expect(state.phase == .closed)
    }

    @Test mutating func `chance shortens the time by up to a half`() throws {
        for _ in 0..<3 { try fail(0, jitter: 0) }

        #expect(state.phase == .open(until: .seconds(2)))
    }

    @Test mutating func `each failed probe doubles the time up to the limit`() throws {
        try open()
        var times: [Duration] = []
        var now = 4.0

        for _ in 0..<4 {
            try fail(now)
            guard case .open(let until) = state.phase else { break }
            times.append(until - .seconds(now))
            now = until / .seconds(1)
        }

        #expect(times == [.seconds(8), .seconds(16), .seconds(20), .seconds(20)])
    }

    @Test mutating func `after it has closed the time is short again`() throws {
        try open()
        try fail(4)
        state.ended(try admit(12), .answered, at: .seconds(12), jitter: 0)

        for _ in 0..<3 { try fail(20) }

        #expect(state.phase == .open(until: .seconds(24)))
    }

    @Test mutating func `one probe at a time, whose answer closes`() throws {
        try open()
        let probe = try admit(4)

        #expect(state.admit(at: .seconds(5)) == .refuse(.seconds(4)))
        #expect(state.admit(at: .seconds(13)) == .refuse(.seconds(1)))

        state.ended(probe, .answered, at: .seconds(13), jitter: 0)
        #expect(state.phase == .closed)
    }

    @Test mutating func `a probe that says nothing makes room for the next`() throws {
        try open()

        state.ended(try admit(4), .nothing, at: .seconds(5), jitter: 0)

        #expect(try admit(5).probe == 2)
    }

    @Test mutating func `a stuck probe makes room in the end, and its late failure says nothing`() throws {
        try open()
        let stuck = try admit(4)
        let second = try admit(14)

        state.ended(stuck, .failed, at: .seconds(15), jitter: 0)
        #expect(state.phase == .halfOpen(probe: .init(number: 2, expiry: .seconds(24))))

        state.ended(second, .answered, at: .seconds(16), jitter: 0)
        #expect(state.phase == .closed)
    }

    @Test mutating func `a stuck probe that answers after all closes as well`() throws {
        try open()
        let stuck = try admit(4)
        _ = try admit(14)

        state.ended(stuck, .answered, at: .seconds(15), jitter: 0)

        #expect(state.phase == .closed)
    }

    @Test mutating func `calls from before it opened change nothing`() throws {
        let early = try (0..<2).map { _ in try admit(0) }
        try open()

        state.ended(early[0], .answered, at: .seconds(1), jitter: 0)
        #expect(state.phase == .open(until: .seconds(4)))

        _ = try admit(4)
        state.ended(early[1], .failed, at: .seconds(5), jitter: 0)
        #expect(state.phase == .halfOpen(probe: .init(number: 1, expiry: .seconds(14))))
    }
}
