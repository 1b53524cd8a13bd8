import Raster
import TestSupport

@testable import AdapterWrappers

/// What happens to a breaker, as values: made from a seed, run in a time of its own, and made shorter by leaving
/// steps out.
struct BreakerSchedule: CustomStringConvertible {
    /// How a call ends.
    enum End: String, CaseIterable {
        case success, notFound, invalid, exists, denied, tooLarge, rateLimited, full
        case cancelled, refused, sourceDown, clientDown, gatewayBroken
        case down, timedOut, malformed

        /// The store is to blame.
        var isFailure: Bool { [.down, .timedOut, .malformed].contains(self) }
        /// The store has answered.
        var isAnswer: Bool { !isFailure && !Self.elsewhere.contains(self) }

        static let elsewhere: [End] = [.cancelled, .refused, .sourceDown, .clientDown, .gatewayBroken]
        static let harmless = allCases.filter { !$0.isFailure }

        /// What a wrapper sees of it.
        var outcome: CallOutcome { error.map { CallOutcome($0) } ?? .answered }

        private var error: StorageError? {
            switch self {
            case .success: nil
            case .notFound: StorageError(.notFound, "")
            case .invalid: StorageError(.invalid, "")
            case .exists: StorageError(.alreadyExists, "")
            case .denied: StorageError(.denied, "")
            case .tooLarge: StorageError(.tooLarge, "")
            case .rateLimited: StorageError(.rateLimited, "", retry: .after(.seconds(9)))
            case .full: StorageError(.insufficientStorage, "")
            case .cancelled: StorageError(.cancelled, "")
            case .refused: StorageError(.unavailable, "", retry: .after(.seconds(1)), side: .gateway)
            case .sourceDown: StorageError(.timedOut, "", retry: .allowed, side: .source)
            case .clientDown: StorageError(.timedOut, "", side: .client)
            case .gatewayBroken: StorageError(.internal, "", side: .gateway)
            case .down: StorageError(.unavailable, "", retry: .allowed)
            case .timedOut: StorageError(.timedOut, "", retry: .allowed, effect: .unknown)
            case .malformed: StorageError(.malformed, "")
            }
        }
    }

    enum Step {
        case pass(Duration)
        /// A call comes, which will end so.
        case call(End)
        /// One of the calls on their way, counted from the oldest, ends.
        case end(Int)
    }

    var settings: BreakerSettings
    var steps: [Step]

    /// The schedule of `seed`; a quarter of them hold nothing that a store is to blame for.
    init(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        settings = Self.settings(&random)
        let isHarmless = seed.isMultiple(of: 4)
        var isDown = false
        steps = (0..<120).map { _ in
            if Int.random(in: 0..<15, using: &random) == 0 { isDown.toggle() }
            return Self.step(&random, isDown: isDown && !isHarmless)
        }
    }

    private static func settings(_ random: inout SplitMix64) -> BreakerSettings {
        let open = Double.random(in: 1...5, using: &random)
        let minimum = Int.random(in: 4...15, using: &random)
        return BreakerSettings(
            consecutiveFailures: .random(in: 1...6, using: &random),
            failureRate: .random(in: 0.3...0.9, using: &random), minimumCalls: minimum,
            window: .seconds(.random(in: 5...40, using: &random)),
            windowCalls: minimum + .random(in: 0...20, using: &random), openTime: .seconds(open),
            maximumOpenTime: .seconds(open * .random(in: 1...8, using: &random)),
            probeTime: .seconds(.random(in: 2...20, using: &random)))
    }

    private static func step(_ random: inout SplitMix64, isDown: Bool) -> Step {
        switch Int.random(in: 0..<10, using: &random) {
        case 0..<2: .pass(.milliseconds(.random(in: 1...4000, using: &random)))
        case 2..<6: .call(end(&random, isDown: isDown))
        default: .end(.random(in: 0..<4, using: &random))
        }
    }

    private static func end(_ random: inout SplitMix64, isDown: Bool) -> End {
        let isTypical = Int.random(in: 0..<3, using: &random) > 0
        let typical: [End] = isDown ? [.down, .timedOut, .malformed] : [.success]
        let choice = isTypical ? typical : End.harmless
        return choice.randomElement(using: &random) ?? .success
    }

    /// The shortest schedule with what `violation` sees, found by leaving out one step after the other.
    func shrunk(_ violation: (BreakerSchedule) -> String?) -> BreakerSchedule {
        var shortest = self
        var index = 0
        while index < shortest.steps.count {
            var shorter = shortest
            shorter.steps.remove(at: index)
            if violation(shorter) != nil { shortest = shorter } else { index += 1 }
        }
        return shortest
    }

    var description: String {
        steps.map { step in
            switch step {
            case .pass(let time): "\(time)"
            case .call(let end): end.rawValue
            case .end(let index): "end \(index)"
            }
        }.joined(separator: ", ") + " with \(settings)"
    }
}
