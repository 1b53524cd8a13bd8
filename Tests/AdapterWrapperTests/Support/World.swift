import AdapterWrappers
import Raster
import Synchronization
import Telemetry
import TestSupport

/// What wrappers need, all of it in a test's hands: time stands still, or passes at once where someone waits.
final class World: Sendable {
    let clock = TestClock()
    let sleeper: any Sleeper
    let registry = MetricsRegistry()
    let sink = MemorySink()
    let environment: WrapperEnvironment

    /// Waiting takes no time here: the clock moves on instead.
    init() {
        sleeper = HastySleeper(clock)
        environment = WrapperEnvironment(
            clock: clock, sleeper: sleeper, random: SeededRandom(), metrics: AdapterMetrics(registry),
            log: sink)
    }

    /// Waiting takes until the sleeper is told.
    init(_ sleeper: ManualSleeper) {
        self.sleeper = sleeper
        environment = WrapperEnvironment(
            clock: clock, sleeper: sleeper, random: SeededRandom(), metrics: AdapterMetrics(registry),
            log: sink)
    }

    /// The waits so far, where waiting takes no time.
    var waits: [Duration] { (sleeper as? HastySleeper)?.waits ?? [] }

    /// What a scrape shows, line by line.
    var scrape: [Substring] { String(decoding: registry.render(), as: UTF8.self).split(separator: "\n") }
}

/// Moves the clock instead of waiting.
final class HastySleeper: Sleeper {
    private let clock: TestClock
    private let slept = Mutex<[Duration]>([])

    init(_ clock: TestClock) { self.clock = clock }

    var waits: [Duration] { slept.withLock { $0 } }

    func wait(for duration: Duration) async {
        slept.withLock { $0.append(duration) }
        clock.advance(by: duration)
    }
}

extension StorageError {
    /// A store that does not answer now.
    static func down(_ effect: Effect = .none, retry: Retry = .allowed) -> StorageError {
        StorageError(.unavailable, "planned", retry: retry, effect: effect)
    }
}

extension AssetDraft {
    /// A draft of what ``ScriptedAdapter`` holds.
    static func sample(_ id: AssetID = "a", size: Int = ScriptedAdapter.bytes.count) -> AssetDraft {
        let key = NaturalKey(organization: "acme", library: "main", asset: id, filename: "a.png")
        return AssetDraft(key: key, name: "a", contentType: "image/png", size: size)
    }
}
