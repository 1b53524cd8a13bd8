import HTTPCore

/// What an address asks to be done to a picture; it is checked as documented, and not done.
struct Transform {
    /// Whether anything is asked.
    let isAsked: Bool

    private enum Rule {
        case integer(ClosedRange<Int>)
        case number(ClosedRange<Double>)
        case oneOf([String])
        case text
    }

    private static let rules: [String: Rule] = [
        "w": .integer(1...8192), "h": .integer(1...8192), "dpr": .number(1...3),
        "fit": .oneOf(["cover", "contain", "fill", "inside", "outside"]),
        "format": .oneOf(formats), "f": .oneOf(formats),
        "quality": .integer(1...100), "q": .integer(1...100),
        "blur": .number(1...100), "sharpen": .number(1...100),
        "rotate": .oneOf(angles), "rt": .oneOf(angles), "flip": .oneOf(["h", "v"]),
        "grayscale": .oneOf(["true", "false", "1", "0", ""]),
        "crop": .text, "gravity": .text, "g": .text, "bg": .text,
        "border": .text, "radius": .text, "page": .integer(1...1_000_000),
    ]
    private static let formats = ["webp", "avif", "png", "jpg", "gif"]
    private static let angles = ["0", "90", "180", "270"]
    private static let maximumArea = 25_000_000.0

    /// Reads `query`; throws for values that are out of bounds, and passes over what it does not know.
    init(_ query: Query) throws {
        let asked = query.items.filter { Self.rules[$0.name] != nil }
        for item in asked where !Self.isValid(item) {
            throw ImgbtProblem.invalid("\(item.name) is out of bounds")
        }
        let number = { (name: String) in query.first(name).flatMap { Double($0) } }
        if let width = number("w"), let height = number("h") {
            let density = number("dpr") ?? 1
            guard width * height * density * density <= Self.maximumArea else {
                throw ImgbtProblem.invalid("the area is larger than 25,000,000 pixels")
            }
        }
        isAsked = !asked.isEmpty
    }

    private static func isValid(_ item: Query.Item) -> Bool {
        switch rules[item.name] {
        case .integer(let range): Int(item.value).map(range.contains) ?? false
        case .number(let range): Double(item.value).map(range.contains) ?? false
        case .oneOf(let values): values.contains(item.value)
        case .text, nil: true
        }
    }
}
