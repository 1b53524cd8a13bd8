import Synchronization

/// The instruments of a process, shown together at `/metrics`.
///
/// Instruments are made once, when the parts are put together, and kept by those who use them. A name that is
/// taken replaces the earlier instrument in what is shown.
public final class MetricsRegistry: Sendable {
    /// The media type of ``render()``.
    public static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    private let instruments = Mutex<[String: any Instrument]>([:])

    /// A registry without instruments.
    public init() {}

    /// Makes a counter; its name ends with `_total` by convention.
    public func counter(_ name: String, help: String, labels: [String] = []) -> Counter {
        add(Counter(.init(name: name, help: help, labels: labels, kind: .counter)))
    }

    /// Makes a gauge.
    public func gauge(_ name: String, help: String, labels: [String] = []) -> Gauge {
        add(Gauge(.init(name: name, help: help, labels: labels, kind: .gauge)))
    }

    /// Makes a histogram with these upper bounds of its buckets; a last one for everything is added.
    public func histogram(
        _ name: String, help: String, labels: [String] = [], bounds: [Double] = Histogram.seconds
    ) -> Histogram {
        add(Histogram(.init(name: name, help: help, labels: labels, kind: .histogram), bounds: bounds))
    }

    /// Shows as gauges what `read` answers; it runs at every scrape and must not block.
    public func gauge(
        _ name: String, help: String, labels: [String] = [], read: @escaping @Sendable () -> [MetricSample]
    ) {
        _ = add(Callback(.init(name: name, help: help, labels: labels, kind: .gauge), read: read))
    }

    /// Shows as counters what `read` answers; it runs at every scrape and must not block.
    public func counter(
        _ name: String, help: String, labels: [String] = [], read: @escaping @Sendable () -> [MetricSample]
    ) {
        _ = add(Callback(.init(name: name, help: help, labels: labels, kind: .counter), read: read))
    }

    /// Everything in Prometheus' text format 0.0.4, instruments and labels in alphabetical order.
    public func render() -> [UInt8] {
        var text = PrometheusText()
        let sorted = instruments.withLock { $0.sorted { $0.key < $1.key }.map(\.value) }
        for instrument in sorted {
            text.header(instrument.description)
            instrument.render(into: &text)
        }
        return text.bytes
    }

    private func add<Made: Instrument>(_ instrument: Made) -> Made {
        instruments.withLock { $0[instrument.description.name] = instrument }
        return instrument
    }
}
