/// A target as `Package.swift` declares it.
struct Target: Sendable, Equatable {
    /// What it is built as.
    enum Kind: String, Sendable, CaseIterable {
        case system = ".systemLibrary("
        case library = ".target("
        case program = ".executableTarget("
        case tests = ".testTarget("
    }

    var kind: Kind
    var name: String
    var dependencies: Set<String> = []
    /// The folder of its files.
    var path: String

    /// Reads the declaration `text`, which begins after the opening parenthesis.
    init?(_ kind: Kind, _ text: Substring) {
        guard let name = text.firstMatch(of: /name:\s*"(\w+)"/)?.1 else { return nil }
        self.kind = kind
        self.name = String(name)
        if let list = text.firstMatch(of: /dependencies:\s*\[([^\]]*)\]/)?.1 {
            dependencies = Set(list.matches(of: /"(\w+)"/).map { String($0.1) })
        }
        let folder = kind == .tests ? "Tests" : "Sources"
        path = text.firstMatch(of: /path:\s*"([^"]+)"/).map { String($0.1) } ?? "\(folder)/\(name)"
    }
}

extension Target {
    /// The targets that a manifest declares, in its order.
    static func all(in manifest: String) -> [Target] {
        let declarations = manifest.matches(
            of: /(\.systemLibrary\(|\.target\(|\.executableTarget\(|\.testTarget\()/)
        return declarations.compactMap { match in
            guard let kind = Kind(rawValue: String(match.0)) else { return nil }
            return Target(kind, argument(of: manifest[match.range.upperBound...]))
        }
    }

    /// What stands before the parenthesis that closes.
    private static func argument(of text: Substring) -> Substring {
        var depth = 1
        for index in text.indices {
            if text[index] == "(" { depth += 1 }
            if text[index] == ")" { depth -= 1 }
            if depth == 0 { return text[..<index] }
        }
        return text
    }
}
