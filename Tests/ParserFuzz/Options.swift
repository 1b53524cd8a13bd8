/// What the command line asks for.
struct Options {
    static let usage = """
        usage: ParserFuzz --parser multipart|range|query|json|date|target|all
                          [--count N] [--seed N] [--corpus DIR]
        """

    private(set) var targets: [any ParserTarget] = []
    private(set) var count = 1_000_000
    private(set) var seed: UInt64 = 1
    private(set) var corpus: String?

    /// The options in `arguments`, or `nil` where they make no sense.
    init?(_ arguments: [String]) {
        guard arguments.count.isMultiple(of: 2) else { return nil }
        for index in stride(from: 0, to: arguments.count, by: 2) {
            guard set(arguments[index], arguments[index + 1]) else { return nil }
        }
        guard !targets.isEmpty, count > 0 else { return nil }
    }

    private mutating func set(_ name: String, _ value: String) -> Bool {
        switch name {
        case "--parser": targets = ParserFuzz.targets(named: value)
        case "--count": count = Int(value) ?? 0
        case "--seed": seed = UInt64(value) ?? 0
        case "--corpus": corpus = value
        default: return false
        }
        return true
    }
}
