import Raster
import Telemetry

/// What the log says of a store.
struct AdapterLog: Sendable {
    private let adapter: AdapterName
    private let clock: any WallClock
    private let sink: any LogSink

    init(_ adapter: AdapterName, _ environment: WrapperEnvironment) {
        self.adapter = adapter
        clock = environment.clock
        sink = environment.log
    }

    /// A call has failed.
    func failed(_ call: AdapterCall, _ error: StorageError, after duration: Duration) {
        var line = line(Self.level(of: error), "adapter call failed")
        line.add("call", call.rawValue)
        line.add("durationMs", (duration / .milliseconds(1) * 1000).rounded() / 1000)
        write(line, error)
    }

    /// Bytes have broken off after `count` of them.
    func brokeOff(_ error: StorageError, after count: Int) {
        var line = line(Self.level(of: error), "adapter bytes broke off")
        line.add("bytes", count)
        write(line, error)
    }

    /// The breaker has opened, or is closed again.
    func breaker(is phase: BreakerState.Phase, at now: Duration) {
        switch phase {
        case .open(let until):
            var line = line(.warning, "adapter is left alone")
            line.add("seconds", (until - now) / .seconds(1))
            sink.write(line)
        case .closed: sink.write(line(.info, "adapter answers again"))
        case .halfOpen: break
        }
    }

    private func line(_ level: LogLine.Level, _ event: StaticString) -> LogLine {
        var line = LogLine(level, event, milliseconds: Int(clock.now().milliseconds))
        line.add("adapter", adapter.rawValue)
        return line
    }

    private func write(_ line: LogLine, _ error: StorageError) {
        var line = line
        line.add("kind", error.kind.rawValue)
        line.add("effect", error.effect.rawValue)
        line.add("side", error.side.rawValue)
        line.add("error", error.description)
        sink.write(line)
    }

    /// What a store says no to is everyday; its credentials and its own failures are someone's business.
    private static func level(of error: StorageError) -> LogLine.Level {
        switch error.kind {
        case .unauthenticated: .error
        case .unavailable, .timedOut, .malformed, .internal, .denied, .insufficientStorage, .rateLimited:
            .warning
        case .notFound, .alreadyExists, .invalid, .preconditionFailed, .tooLarge, .unsupported, .cancelled:
            .debug
        }
    }
}
