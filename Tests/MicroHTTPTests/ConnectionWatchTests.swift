import Testing

@testable import MicroHTTP

@Suite struct ConnectionWatchTests {
    private let limits = HTTPServerLimits()

    private func sample(
        _ phase: Connection.Activity.Phase, request: UInt64 = 1, received: UInt64 = 0, sent: UInt64 = 0,
        progress: UInt64 = 0, hasEnded: Bool = false
    ) -> ConnectionWatch.Sample {
        .init(
            activity: .init(phase: phase, request: request), received: received, sent: sent,
            progress: progress, hasEnded: hasEnded)
    }

    @Test func `a head has ten seconds, however it drips`() {
        var watch = ConnectionWatch(sample(.head), at: .zero)

        #expect(watch.judge(sample(.head, received: 1), at: .seconds(10), limits) == .fine)
        #expect(watch.judge(sample(.head, received: 2), at: .seconds(11), limits) == .slow)
    }

    @Test func `an idle connection has a minute, and a head after that`() {
        var watch = ConnectionWatch(sample(.idle), at: .zero)

        #expect(watch.judge(sample(.idle), at: .seconds(59), limits) == .fine)
        #expect(watch.judge(sample(.idle, received: 1), at: .seconds(60), limits) == .fine)
        #expect(watch.judge(sample(.idle, received: 2), at: .seconds(69), limits) == .fine)
        #expect(watch.judge(sample(.idle, received: 3), at: .seconds(71), limits) == .slow)
    }

    @Test func `a connection that stays idle ends`() {
        var watch = ConnectionWatch(sample(.idle), at: .zero)

        #expect(watch.judge(sample(.idle), at: .seconds(61), limits) == .idle)
    }

    @Test func `a body keeps up the minimum rate in each window`() {
        var watch = ConnectionWatch(sample(.receiving), at: .zero)

        #expect(watch.judge(sample(.receiving, received: 20_480), at: .seconds(20), limits) == .fine)
        #expect(watch.judge(sample(.receiving, received: 40_959), at: .seconds(39), limits) == .fine)
        #expect(watch.judge(sample(.receiving, received: 40_959), at: .seconds(40), limits) == .slow)
    }

    @Test func `a reader keeps up the minimum rate`() {
        var watch = ConnectionWatch(sample(.sending), at: .zero)

        #expect(watch.judge(sample(.sending, sent: 20_479), at: .seconds(20), limits) == .slow)
    }

    @Test func `a handler that goes on is not stalled`() {
        var watch = ConnectionWatch(sample(.handling), at: .zero)

        #expect(watch.judge(sample(.handling, progress: 1), at: .seconds(119), limits) == .fine)
        #expect(watch.judge(sample(.handling, progress: 1), at: .seconds(238), limits) == .fine)
        #expect(watch.judge(sample(.handling, progress: 1), at: .seconds(240), limits) == .stalled)
    }

    @Test func `a new request starts the time again`() {
        var watch = ConnectionWatch(sample(.head), at: .zero)

        #expect(watch.judge(sample(.head, request: 2), at: .seconds(11), limits) == .fine)
        #expect(watch.judge(sample(.head, request: 2), at: .seconds(20), limits) == .fine)
    }

    @Test func `what nobody needs is swallowed as long as it keeps up the minimum rate`() {
        var watch = ConnectionWatch(sample(.draining), at: .zero)

        #expect(watch.judge(sample(.draining, received: 1 << 40), at: .seconds(61), limits) == .fine)
        #expect(watch.judge(sample(.draining, received: 1 << 40), at: .seconds(81), limits) == .slow)
    }

    @Test func `those who do nothing make room when most places are taken`() {
        let few = limits.tightened(for: 700)
        let many = limits.tightened(for: 768)

        #expect((few.idleTime, few.headTime) == (limits.idleTime, limits.headTime))
        #expect((many.idleTime, many.headTime) == (.seconds(2), .seconds(3)))
        #expect(many.bodyRateWindow == limits.bodyRateWindow)
    }

    @Test func `a client that ended in the middle is seen at the second look`() {
        var watch = ConnectionWatch(sample(.receiving), at: .zero)

        #expect(watch.judge(sample(.receiving, hasEnded: true), at: .seconds(1), limits) == .fine)
        #expect(watch.judge(sample(.receiving, hasEnded: true), at: .seconds(2), limits) == .ended)
    }

    @Test func `counters that go back are slow and no defect`() {
        var watch = ConnectionWatch(sample(.receiving, received: 100), at: .zero)

        #expect(watch.judge(sample(.receiving), at: .seconds(20), limits) == .slow)
    }
}
