import Synchronization

/// Something with a name that is shown at `/metrics`.
protocol Instrument: AnyObject, Sendable {
    var description: MetricDescription { get }
    func render(into text: inout PrometheusText)
}

/// What is said of an instrument before its values.
struct MetricDescription: Sendable {
    enum Kind: String { case counter, gauge, histogram }

    let name: String
    let help: String
    let labels: [String]
    let kind: Kind
}

/// Values by their labels, at most `limit` of them: what comes later is counted under the label `other`.
///
/// Bounded, since label values may come from clients, and every one costs memory for good.
struct Series<Value: Sendable>: Sendable {
    static var limit: Int { 1_000 }

    private let labelCount: Int
    private let initial: @Sendable () -> Value
    private var values: [[String]: Value] = [:]

    init(labelCount: Int, initial: @escaping @Sendable () -> Value) {
        self.labelCount = labelCount
        self.initial = initial
        if labelCount == 0 { values[[]] = initial() }
    }

    mutating func update<Result>(_ labels: [String], _ change: (inout Value) -> Result) -> Result {
        precondition(labels.count == labelCount, "a value for every label")
        let isKnown = values.count < Self.limit || values[labels] != nil
        let key = isKnown ? labels : Array(repeating: "other", count: labelCount)
        return change(&values[key, default: initial()])
    }

    /// The values, sorted by their labels.
    var sorted: [(labels: [String], value: Value)] {
        values.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { ($0.key, $0.value) }
    }
}

/// A count that only grows.
public final class Counter: Instrument {
    /// The count with certain label values; found once, it is counted up without looking for it.
    public final class Cell: Sendable {
        private let count = Atomic<Int>(0)

        /// Adds `amount`, at least 0.
        public func increment(by amount: Int = 1) { count.wrappingAdd(max(0, amount), ordering: .relaxed) }

        var value: Int { count.load(ordering: .relaxed) }
    }

    let description: MetricDescription
    private let series: Mutex<Series<Cell>>

    init(_ description: MetricDescription) {
        self.description = description
        series = Mutex(Series(labelCount: description.labels.count) { Cell() })
    }

    /// The count with these label values, one for every label in their order.
    public func cell(_ labels: String...) -> Cell { cell(labels) }

    private func cell(_ labels: [String]) -> Cell { series.withLock { $0.update(labels) { $0 } } }

    /// Adds `amount`, at least 0, to the count with these label values, one for every label in their order.
    public func increment(by amount: Int = 1, _ labels: String...) { cell(labels).increment(by: amount) }

    func render(into text: inout PrometheusText) {
        for (labels, cell) in series.withLock({ $0.sorted }) {
            text.sample(description, labels: labels, value: Double(cell.value))
        }
    }
}

/// A value that rises and falls.
public final class Gauge: Instrument {
    let description: MetricDescription
    private let series: Mutex<Series<Double>>

    init(_ description: MetricDescription) {
        self.description = description
        series = Mutex(Series(labelCount: description.labels.count) { 0 })
    }

    /// Sets the value with these label values.
    public func set(_ value: Double, _ labels: String...) {
        series.withLock { $0.update(labels) { $0 = value } }
    }

    /// Adds `amount`, which may be negative, to the value with these label values.
    public func add(_ amount: Double, _ labels: String...) {
        series.withLock { $0.update(labels) { $0 += amount } }
    }

    func render(into text: inout PrometheusText) {
        for (labels, value) in series.withLock({ $0.sorted }) {
            text.sample(description, labels: labels, value: value)
        }
    }
}

/// Values that someone else keeps, read when they are asked for.
final class Callback: Instrument {
    let description: MetricDescription
    private let read: @Sendable () -> [MetricSample]

    init(_ description: MetricDescription, read: @escaping @Sendable () -> [MetricSample]) {
        self.description = description
        self.read = read
    }

    func render(into text: inout PrometheusText) {
        for sample in read().sorted(by: { $0.labels.lexicographicallyPrecedes($1.labels) }) {
            text.sample(description, labels: sample.labels, value: sample.value)
        }
    }
}

/// One value with its labels, as a callback gives it.
public struct MetricSample: Sendable {
    /// One text for every label of the instrument, in their order.
    public let labels: [String]
    /// The value.
    public let value: Double

    /// A value; without labels where the instrument has none.
    public init(_ value: Double, labels: [String] = []) {
        self.labels = labels
        self.value = value
    }
}
