import HTTPCore

/// A text that nobody may see, such as a password: whatever prints it prints where it comes from.
struct Secret: Sendable, Equatable {
    /// Where a secret is kept.
    enum Origin: Sendable, Equatable {
        /// The environment variable of this name.
        case variable(String)
        /// The file at this path.
        case file(String)
    }

    /// Where it is kept.
    let origin: Origin
    private let text: String

    /// The secret `text`, which is kept in `origin`.
    init(_ text: String, from origin: Origin) {
        self.text = text
        self.origin = origin
    }

    /// The text itself, for the one call that needs it; empty in commands that ask for no secrets.
    func reveal() -> String { text }

    /// The secret as a configuration file names it.
    var json: JSONValue {
        switch origin {
        case .variable(let name): .members(["env": .string(name)])
        case .file(let path): .members(["file": .string(path)])
        }
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Where it is kept.
    var description: String { String(decoding: json.bytes, as: UTF8.self) }
    /// Where it is kept.
    var debugDescription: String { description }
    /// Without the text, which `dump` would otherwise find.
    var customMirror: Mirror { Mirror(self, children: ["origin": origin]) }
}

extension Secret {
    /// How long a secret's file may be.
    static let fileLimit = 1 << 16

    /// The secret that `value` of a configuration names: `{"env": "NAME"}` or `{"file": "PATH"}`.
    init(_ value: JSONValue, _ source: ConfigurationSource) throws(ConfigurationValueError) {
        guard case .object(let object) = value, object.members.count == 1, let member = object.members.first,
            case .string(let name) = member.value
        else { throw Self.notNamed(value) }
        switch member.name {
        case "env": self = try Self.variable(name, source)
        case "file": self = try Self.file(name, source)
        default: throw Self.notNamed(value)
        }
    }

    /// The complaint about a secret that is written out, which is not repeated.
    private static func notNamed(_ value: JSONValue) -> ConfigurationValueError {
        var problem = "must be {\"env\": \"NAME\"} or {\"file\": \"PATH\"}"
        if case .string = value { problem += ": a secret does not belong into a configuration" }
        return ConfigurationValueError(
            problem,
            remedy: "put it into a file of its own (chmod 600) and name that: {\"file\": \"/path/to/it\"}")
    }

    private static func variable(
        _ name: String, _ source: ConfigurationSource
    ) throws(ConfigurationValueError) -> Secret {
        guard name.wholeMatch(of: /[A-Za-z_][A-Za-z0-9_]*/) != nil else {
            throw ConfigurationValueError(
                "has an \"env\" that is no name of an environment variable",
                remedy: "give the variable's name, without a dollar sign: {\"env\": \"SMTP_PASSWORD\"}")
        }
        let text = source.environment[name] ?? ""
        guard !text.isEmpty || !source.needsSecrets else {
            let state = source.environment[name] == nil ? "not set" : "empty"
            throw ConfigurationValueError(
                "names the environment variable \(name), which is \(state)",
                remedy: "set \(name) where the gateway is started, as by EnvironmentFile= of its unit")
        }
        return Secret(text, from: .variable(name))
    }

    private static func file(
        _ path: String, _ source: ConfigurationSource
    ) throws(ConfigurationValueError) -> Secret {
        let path = try Configuration.path(path, in: source.folder)
        guard source.needsSecrets else { return Secret("", from: .file(path)) }
        do throws(SmallFile.Failure) {
            let bytes = try SmallFile.read(path, limit: fileLimit, kind: .regular)
            return Secret(try text(of: bytes, path), from: .file(path))
        } catch {
            throw ConfigurationValueError(
                "names the file \(path), which \(error.reason)", remedy: error.remedy)
        }
    }

    /// What a secret's file holds, without the line's end that editors add.
    private static func text(of bytes: [UInt8], _ path: String) throws(SmallFile.Failure) -> String {
        guard let whole = String(validating: bytes, as: UTF8.self), !whole.unicodeScalars.contains("\0")
        else {
            throw SmallFile.Failure("is not text in UTF-8", remedy: "write the secret alone into \(path)")
        }
        let text = whole.last?.isNewline == true ? String(whole.dropLast()) : whole
        guard !text.isEmpty else {
            throw SmallFile.Failure("is empty", remedy: "write the secret into \(path)")
        }
        return text
    }
}
