import Raster
import Synchronization
public import Telemetry

/// The figures of all adapters of a process; made once, since an instrument's name is taken once.
public final class AdapterMetrics: Sendable {
    let calls: Counter
    let durations: Histogram
    let readBytes: Counter
    let writtenBytes: Counter
    let brokenStreams: Counter
    let retries: Counter
    let refusals: Counter
    private let adapters = Mutex<[AdapterName: AdapterFigures]>([:])

    /// Instruments in `registry`.
    public init(_ registry: MetricsRegistry) {
        calls = registry.counter(
            "raster_adapter_calls_total", help: "Calls of stores, by how they ended.",
            labels: ["adapter", "call", "outcome"])
        durations = registry.histogram(
            "raster_adapter_call_duration_seconds", help: "Time until a store answered.",
            labels: ["adapter", "call"])
        readBytes = registry.counter(
            "raster_adapter_read_bytes_total", help: "Bytes that came from stores.", labels: ["adapter"])
        writtenBytes = registry.counter(
            "raster_adapter_written_bytes_total", help: "Bytes that stores took.", labels: ["adapter"])
        brokenStreams = registry.counter(
            "raster_adapter_broken_streams_total", help: "Bytes that broke off on the way.",
            labels: ["adapter"])
        retries = registry.counter(
            "raster_adapter_retries_total", help: "Calls that were made again.", labels: ["adapter", "call"])
        refusals = registry.counter(
            "raster_adapter_refusals_total", help: "Calls refused since the store is left alone.",
            labels: ["adapter"])
        gauges(registry)
    }

    /// Read from memory at every scrape; no store is asked.
    private func gauges(_ registry: MetricsRegistry) {
        registry.gauge(
            "raster_adapter_calls_in_flight", help: "Calls of stores on their way, streams included.",
            labels: ["adapter"]
        ) { [weak self] in self?.samples { Double($0.inFlight.count) } ?? [] }
        registry.gauge(
            "raster_adapter_breaker_state", help: "0 closed, 1 half-open, 2 open.", labels: ["adapter"]
        ) { [weak self] in self?.samples { $0.breakerState } ?? [] }
        registry.gauge(
            "raster_adapter_waiting_calls", help: "Calls that wait for their turn.", labels: ["adapter"]
        ) { [weak self] in self?.samples { $0.waiting } ?? [] }
    }

    private func samples(_ value: (AdapterFigures) -> Double?) -> [MetricSample] {
        adapters.withLock { $0 }.compactMap { name, figures in
            value(figures).map { MetricSample($0, labels: [name.rawValue]) }
        }
    }

    /// The figures of `adapter`.
    func figures(of adapter: AdapterName) -> AdapterFigures {
        adapters.withLock { adapters in
            let figures = adapters[adapter] ?? AdapterFigures(adapter, self)
            adapters[adapter] = figures
            return figures
        }
    }
}
