/// A Swift file as the rules read it.
struct SwiftSource: Sendable {
    /// The path in the repository.
    let path: String
    /// The lines as they are written.
    let lines: [String]
    /// The lines without comments and without what stands in string literals.
    let code: [String]

    init(path: String, text: String) {
        self.path = path
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        var stripper = Stripper()
        code = lines.map { stripper.strip($0) }
    }

    /// The modules that it imports.
    var imports: Set<String> {
        let pattern =
            /^\s*(?:@\w+\s+|public\s+|package\s+|internal\s+|private\s+)*import\s+(?:(?:struct|class|enum|protocol|func|let|var|typealias)\s+)?(\w+)/
        return Set(code.compactMap { $0.firstMatch(of: pattern).map { String($0.1) } })
    }

    /// The places where `word` stands in code, as `path:line`.
    func places(of word: String) -> [String] {
        code.indices.filter { code[$0].contains(word) }.map { "\(path):\($0 + 1)" }
    }
}

/// Removes comments and the contents of string literals, line by line.
private struct Stripper {
    private var isInText = false

    mutating func strip(_ line: String) -> String {
        let quotes = line.ranges(of: "\"\"\"").count
        if isInText || quotes > 0 {
            if quotes % 2 == 1 { isInText.toggle() }
            return ""
        }
        var result = ""
        var isInString = false
        var rest = Substring(line)
        while let character = rest.popFirst() {
            if isInString, character == "\\" {
                _ = rest.popFirst()
            } else if character == "\"" {
                isInString.toggle()
            } else if !isInString {
                if character == "/", rest.first == "/" { return result }
                result.append(character)
            }
        }
        return result
    }
}
