import HTTPCore

/// Something that is wrong with a configuration, and what to do about it.
struct ConfigurationProblem: Sendable, Equatable {
    /// What set a value.
    enum Origin: Sendable, Equatable {
        /// Nothing did: it is the default.
        case byDefault
        /// A line of a file; `nil` for the file as a whole.
        case file(String, line: Int?)
        /// An environment variable.
        case variable(String)
        /// An option of the command line.
        case option(String)
    }

    /// Where it is to be mended.
    let origin: Origin
    /// The key, where it is about one.
    let key: String?
    /// What is wrong, to stand after the key: `must be …`.
    let message: String
    /// What to do about it.
    let remedy: String

    /// Whether it stands before `other` in a file, where both do.
    func isBefore(_ other: ConfigurationProblem) -> Bool {
        switch (origin, other.origin) {
        case (.file(_, let line), .file(_, let next)): line ?? 0 < next ?? 0
        case (.file, _): true
        default: false
        }
    }

    /// For people: where and what, then what to do.
    var lines: [String] {
        let place = origin == .byDefault ? "" : "\(origin): "
        let subject = key.map { "\"\($0)\" " } ?? ""
        return [place + subject + message, "    → \(remedy)"]
    }

    /// For programs.
    var json: JSONValue {
        .members([
            "file": .text(origin.file), "line": origin.line.map { .int($0) } ?? .null,
            "variable": .text(origin.variable), "key": .text(key), "message": .string(message),
            "remedy": .string(remedy),
        ])
    }
}

extension ConfigurationProblem.Origin: CustomStringConvertible {
    /// Where to look, as editors and compilers spell it: `FILE:LINE`.
    var description: String {
        switch self {
        case .byDefault: "default"
        case .file(let path, let line): line.map { "\(path):\($0)" } ?? path
        case .variable(let name), .option(let name): name
        }
    }

    fileprivate var file: String? { if case .file(let path, _) = self { path } else { nil } }
    fileprivate var variable: String? { if case .variable(let name) = self { name } else { nil } }

    /// The line, where it is one of a file.
    var line: Int? { if case .file(_, let line) = self { line } else { nil } }
}

/// A configuration that cannot be used, with everything that is wrong with it.
struct ConfigurationFailure: Error, CustomStringConvertible {
    /// What is wrong, in the order of the file; at least one.
    let problems: [ConfigurationProblem]

    var description: String {
        let count = problems.count == 1 ? "one error" : "\(problems.count) errors"
        return (["the configuration cannot be used, because of \(count):"] + problems.flatMap(\.lines))
            .joined(separator: "\n")
    }
}
