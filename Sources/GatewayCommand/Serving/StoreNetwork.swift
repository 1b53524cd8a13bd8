import AdapterWrappers
import Curl
import Gateway
import HTTPCore
import MicroHTTP
import Raster
import Telemetry

/// What stores across a network report to, and run on.
struct StoreSurroundings: Sendable {
    /// Where their figures go.
    var metrics = MetricsRegistry()
    /// Where what they fail at is told.
    var log: any LogSink = SilentSink()
    /// The threads on which bodies are read; `nil` for some of their own.
    var executor: (any TaskExecutor)?
}

/// What reaches stores across a network: one engine for all of them.
final class StoreNetwork: Sendable {
    private let engine: CurlEngine
    /// What their wrappers need.
    let wrapperEnvironment: WrapperEnvironment

    /// A network that reports to `surroundings`.
    init(_ surroundings: StoreSurroundings) {
        engine = CurlEngine(executor: surroundings.executor ?? BlockingPool())
        wrapperEnvironment = WrapperEnvironment(
            clock: SystemClock(), sleeper: SystemSleeper(), random: SystemRandom(),
            metrics: AdapterMetrics(surroundings.metrics), log: surroundings.log)
    }

    /// A transport to `base` with the times of `vault`.
    func transport(to base: String, _ vault: Configuration.Imgbt) -> CurlHTTP {
        var limits = CurlLimits()
        limits.connectTime = vault.connectTime
        limits.answerTime = vault.requestTime
        limits.stallTime = vault.stallTime
        return CurlHTTP(engine, base: base, limits: limits, network: CurlNetwork(caFile: vault.caFile))
    }

    /// Ends what is under way.
    func stop() async { await engine.stop() }
}

extension Configuration.Imgbt {
    /// What is wrapped around the adapter.
    var wrapping: WrapperSettings {
        var settings = WrapperSettings.remote
        settings.isReadOnly = isReadOnly
        return settings
    }
}

extension Configuration.Store {
    /// Whether the store shows what the catalog says of its assets.
    var isMirrored: Bool {
        switch kind {
        case .disk: false
        case .imgbt(let vault): !vault.isReadOnly
        }
    }
}

/// Takes every line, and keeps none.
private struct SilentSink: LogSink {
    func write(_ line: LogLine) {}
}
