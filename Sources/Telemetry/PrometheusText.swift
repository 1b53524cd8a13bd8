/// Writes the exposition format of Prometheus, version 0.0.4.
struct PrometheusText {
    private(set) var bytes: [UInt8] = []

    mutating func header(_ metric: MetricDescription) {
        append("# HELP \(metric.name) ")
        escape(metric.help, quotes: false)
        append("\n# TYPE \(metric.name) \(metric.kind.rawValue)\n")
    }

    mutating func sample(
        _ metric: MetricDescription, _ suffix: String = "", labels: [String], bound: Double? = nil,
        value: Double
    ) {
        append(metric.name + suffix)
        var pairs = Array(zip(metric.labels, labels))
        if let bound { pairs.append(("le", Self.number(bound))) }
        for (index, (name, value)) in pairs.enumerated() {
            append((index == 0 ? "{" : ",") + name + "=\"")
            escape(value, quotes: true)
            append("\"")
        }
        append((pairs.isEmpty ? " " : "} ") + Self.number(value) + "\n")
    }

    /// Whole numbers without a point, as Prometheus' own libraries write them.
    private static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        return Int(exactly: value).map(String.init) ?? value.description
    }

    private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

    private mutating func escape(_ text: String, quotes: Bool) {
        for byte in text.utf8 {
            switch byte {
            case 0x0A: append("\\n")
            case 0x5C: append("\\\\")
            case 0x22 where quotes: append("\\\"")
            default: bytes.append(byte)
            }
        }
    }
}
