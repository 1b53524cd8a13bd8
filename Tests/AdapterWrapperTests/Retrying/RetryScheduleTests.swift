import Raster
import TestSupport
import Testing

@testable import AdapterWrappers

/// Random lives of one call, seen from outside: every attempt takes some time and fails in some way.
@Suite struct RetryScheduleTests {
    private struct Failure {
        let error: StorageError
        let taken: Duration
    }

    private static let seeds: ClosedRange<UInt64> = 1...3000

    @Test func `a call ends, and is repeated only within attempts and time`() {
        for seed in Self.seeds { Self.run(seed) }
    }

    private static func run(_ seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let settings = RetrySettings(
            attempts: .random(in: 1...6, using: &random),
            budget: .seconds(.random(in: 0...30, using: &random)),
            firstDelay: .milliseconds(200), maximumDelay: .seconds(5))
        let repetition = [Repetition.always, .withoutEffect, .never].randomElement(using: &random) ?? .never
        var state = RetryState(settings, repetition, at: .seconds(100))
        var now = Duration.seconds(100)
        var past: [StorageError] = []
        while true {
            let failure = failure(&random)
            now += failure.taken
            past.append(failure.error)
            let jitter = Double.random(in: 0..<1, using: &random)
            let decision = state.failed(failure.error, at: now, jitter: jitter)
            guard case .wait(let wait) = decision else {
                return check(decision, past, seed)
            }
            #expect(wait >= failure.error.wait ?? .zero, "seed \(seed)")
            now += wait
            #expect(now <= .seconds(100) + settings.budget, "seed \(seed)")
            #expect(past.count < settings.attempts, "seed \(seed)")
            #expect(mayRepeat(failure.error, repetition), "seed \(seed)")
        }
    }

    /// The error at the end tells of all attempts together.
    private static func check(_ decision: RetryState.Decision, _ past: [StorageError], _ seed: UInt64) {
        guard case .giveUp(let error) = decision else { return }
        let effects = past.map(\.effect)
        let worst =
            effects.contains(.done) ? StorageError.Effect.done : effects.contains(.unknown) ? .unknown : .none
        #expect(error.effect == worst, "seed \(seed)")
        #expect(error.kind == past.last?.kind, "seed \(seed)")
        let attempts = past.count > 1 ? ["\(past.count)"] : []
        #expect(error.context.map(\.value) == attempts, "seed \(seed)")
    }

    private static func mayRepeat(_ error: StorageError, _ repetition: Repetition) -> Bool {
        let isFinal = error.retry == .never || error.kind == .cancelled
        let isTheirs = error.side == .target || error.side == .source
        let isAllowed =
            switch repetition {
            case .always: true
            case .withoutEffect: error.effect == .none
            case .never: false
            }
        return !isFinal && isTheirs && isAllowed
    }

    private static func failure(_ random: inout SplitMix64) -> Failure {
        let retries: [StorageError.Retry] = [
            .never, .allowed, .allowed, .allowed, .after(.seconds(.random(in: 0...9, using: &random))),
        ]
        let isOdd = Int.random(in: 0..<6, using: &random) == 0
        let side = StorageError.Side.allCases.randomElement(using: &random) ?? .target
        let error = StorageError(
            isOdd ? .cancelled : .unavailable, "planned",
            retry: retries.randomElement(using: &random) ?? .never,
            effect: StorageError.Effect.allCases.randomElement(using: &random) ?? .none,
            side: isOdd ? side : .target)
        return Failure(error: error, taken: .milliseconds(.random(in: 0...4000, using: &random)))
    }
}
