import Synchronization

/// How often values fell below each of some bounds: latencies, sizes.
public final class Histogram: Instrument {
    /// Seconds from half a millisecond to a minute, for requests.
    public static let seconds = [
        0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60,
    ]

    /// The values with certain label values; found once, it is added to without looking for it.
    public final class Cell: Sendable {
        struct Distribution {
            var counts: [Int]
            var sum = 0.0
        }

        private let bounds: [Double]
        private let state: Mutex<Distribution>

        init(bounds: [Double]) {
            self.bounds = bounds
            state = Mutex(Distribution(counts: Array(repeating: 0, count: bounds.count + 1)))
        }

        /// Counts `value`.
        public func observe(_ value: Double) {
            let bucket = bounds.firstIndex { value <= $0 } ?? bounds.count
            state.withLock {
                $0.counts[bucket] += 1
                $0.sum += value
            }
        }

        var distribution: Distribution { state.withLock { $0 } }
    }

    let description: MetricDescription
    private let bounds: [Double]
    private let series: Mutex<Series<Cell>>

    init(_ description: MetricDescription, bounds: [Double]) {
        let bounds = bounds.sorted()
        self.description = description
        self.bounds = bounds
        series = Mutex(Series(labelCount: description.labels.count) { Cell(bounds: bounds) })
    }

    /// The values with these label values, one for every label in their order.
    public func cell(_ labels: String...) -> Cell { series.withLock { $0.update(labels) { $0 } } }

    func render(into text: inout PrometheusText) {
        for (labels, cell) in series.withLock({ $0.sorted }) {
            let distribution = cell.distribution
            var total = 0
            for (bound, count) in zip(bounds + [.infinity], distribution.counts) {
                total += count
                text.sample(description, "_bucket", labels: labels, bound: bound, value: Double(total))
            }
            text.sample(description, "_sum", labels: labels, value: distribution.sum)
            text.sample(description, "_count", labels: labels, value: Double(total))
        }
    }
}
