public import Raster
public import Telemetry

/// What wrappers need of the world, so that tests can replace it.
public struct WrapperEnvironment: Sendable {
    let clock: any WallClock
    let sleeper: any Sleeper
    let random: any RandomSource
    let metrics: AdapterMetrics
    let log: any LogSink

    /// Time, chance, and where figures and log lines go; `metrics` is made once for all adapters of a process.
    public init(
        clock: any WallClock, sleeper: any Sleeper, random: any RandomSource, metrics: AdapterMetrics,
        log: any LogSink
    ) {
        self.clock = clock
        self.sleeper = sleeper
        self.random = random
        self.metrics = metrics
        self.log = log
    }
}
