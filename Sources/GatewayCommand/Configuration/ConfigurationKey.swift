import HTTPCore

/// One setting of the gateway.
typealias ConfigurationKey = SettingKey<Configuration>

/// One setting of something: where it stands among the others, what it means, and how it is read and written.
struct SettingKey<Target: Sendable>: Sendable {
    /// Its place, such as `trash.days`.
    let path: String
    /// Which values it takes.
    let shape: ConfigurationShape
    /// What it means, in one line.
    let documentation: String
    /// Takes over a value; throws what is wrong with it.
    let read: @Sendable (_ value: JSONValue, _ into: inout Target, ConfigurationSource) throws -> Void
    /// The value in a configuration.
    let write: @Sendable (Target) -> JSONValue
    /// The secret in a configuration, where the key is for one.
    var secret: (@Sendable (Target) -> Secret?)?

    /// The names on the way to it.
    var segments: [String] { path.split(separator: ".").map(String.init) }
}

/// Where values come from, and what they may refer to there.
struct ConfigurationSource: Sendable {
    /// The folder in which relative paths begin; empty for that of the process.
    var folder = ""
    /// The variables that secrets may be in.
    var environment: [String: String] = [:]
    /// Whether secrets must be there; most commands do without.
    var needsSecrets = true
}

/// What is wrong with a value, to stand after its key: `must be …`.
struct ConfigurationValueError: Error, CustomStringConvertible {
    let description: String
    /// What to do about it, where the description does not say it.
    let remedy: String?
    /// Which part of the value is meant: names and indices on the way to it.
    let place: [String]

    /// The complaint `description` about the part of the value at `place`.
    init(_ description: String, remedy: String? = nil, at place: [String] = []) {
        self.description = description
        self.remedy = remedy
        self.place = place
    }

    /// The same complaint about a part of the value called `name`.
    ///
    /// `remedy` is for one that has none yet.
    func inside(_ name: String, remedy other: String? = nil) -> ConfigurationValueError {
        ConfigurationValueError(description, remedy: remedy ?? other, at: [name] + place)
    }
}

/// Several things that are wrong with one value.
struct ConfigurationValueErrors: Error {
    /// What is wrong; at least one.
    let errors: [ConfigurationValueError]

    /// Runs `take` for every element; throws together what it throws.
    static func collect<Element, Value>(
        _ elements: [Element], _ take: (Int, Element) throws -> Value
    ) throws -> [Value] {
        var values: [Value] = []
        var errors: [ConfigurationValueError] = []
        for (index, element) in elements.enumerated() {
            do { values.append(try take(index, element)) } catch let error as ConfigurationValueError {
                errors.append(error)
            } catch let several as ConfigurationValueErrors {
                errors += several.errors
            }
        }
        guard errors.isEmpty else { throw ConfigurationValueErrors(errors: errors) }
        return values
    }
}

extension SettingKey {
    /// A whole number within `range`.
    static func int(
        _ path: String, _ property: any WritableKeyPath<Target, Int> & Sendable,
        _ range: ClosedRange<Int>, _ documentation: String
    ) -> SettingKey {
        SettingKey(path: path, shape: .integer(range), documentation: documentation) {
            value, configuration, _ in
            guard case .number(let number) = value, let int = number.int, range.contains(int) else {
                throw ConfigurationValueError(
                    "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
            }
            configuration[keyPath: property] = int
        } write: {
            .number(JSONNumber($0[keyPath: property]))
        }
    }

    /// A whole number within `range`, or null.
    static func optionalInt(
        _ path: String, _ property: any WritableKeyPath<Target, Int?> & Sendable,
        _ range: ClosedRange<Int>, _ documentation: String
    ) -> SettingKey {
        SettingKey(path: path, shape: .optional(.integer(range)), documentation: documentation) {
            value, configuration, _ in
            if value == .null { return configuration[keyPath: property] = nil }
            guard case .number(let number) = value, let int = number.int, range.contains(int) else {
                throw ConfigurationValueError(
                    "must be a whole number from \(range.lowerBound) to \(range.upperBound), or null")
            }
            configuration[keyPath: property] = int
        } write: {
            $0[keyPath: property].map { .number(JSONNumber($0)) } ?? .null
        }
    }

    /// A time in whole seconds within `range`.
    static func seconds(
        _ path: String, _ property: any WritableKeyPath<Target, Duration> & Sendable,
        _ range: ClosedRange<Int>, _ documentation: String
    ) -> SettingKey {
        SettingKey(path: path, shape: .integer(range), documentation: documentation) {
            value, configuration, _ in
            guard case .number(let number) = value, let int = number.int, range.contains(int) else {
                throw ConfigurationValueError(
                    "must be whole seconds from \(range.lowerBound) to \(range.upperBound)")
            }
            configuration[keyPath: property] = .seconds(int)
        } write: {
            .number(JSONNumber(Int($0[keyPath: property].components.seconds)))
        }
    }

    /// True or false.
    static func bool(
        _ path: String, _ property: any WritableKeyPath<Target, Bool> & Sendable,
        _ documentation: String
    ) -> SettingKey {
        SettingKey(path: path, shape: .bool, documentation: documentation) { value, configuration, _ in
            guard case .bool(let flag) = value else {
                throw ConfigurationValueError("must be true or false")
            }
            configuration[keyPath: property] = flag
        } write: {
            .bool($0[keyPath: property])
        }
    }

    /// A text; `parse` says what is wrong with it.
    static func text(
        _ path: String, _ documentation: String,
        shape: ConfigurationShape = .text(pattern: ConfigurationShape.anything),
        parse: @escaping @Sendable (_ text: String, inout Target, _ folder: String) throws -> Void,
        write: @escaping @Sendable (Target) -> String
    ) -> SettingKey {
        SettingKey(path: path, shape: shape, documentation: documentation) {
            value, configuration, source in
            guard case .string(let text) = value else { throw ConfigurationValueError("must be a string") }
            try parse(text, &configuration, source.folder)
        } write: {
            .string(write($0))
        }
    }

    /// A text or null.
    static func optionalText(
        _ path: String, _ documentation: String, pattern: String = ConfigurationShape.anything,
        parse: @escaping @Sendable (_ text: String?, inout Target) throws -> Void,
        write: @escaping @Sendable (Target) -> String?
    ) -> SettingKey {
        SettingKey(path: path, shape: .optional(.text(pattern: pattern)), documentation: documentation) {
            value, configuration, _ in
            switch value {
            case .null: try parse(nil, &configuration)
            case .string(let text): try parse(text, &configuration)
            default: throw ConfigurationValueError("must be a string or null")
            }
        } write: {
            write($0).map(JSONValue.string) ?? .null
        }
    }

    /// A list of texts, each of which `check` throws at where it is wrong.
    static func texts(
        _ path: String, _ property: any WritableKeyPath<Target, [String]> & Sendable,
        _ documentation: String, pattern: String = ConfigurationShape.anything,
        check: @escaping @Sendable (String) throws -> Void
    ) -> SettingKey {
        SettingKey(path: path, shape: .texts(pattern: pattern), documentation: documentation) {
            value, configuration, _ in
            guard case .array(let elements) = value else {
                throw ConfigurationValueError("must be a list of strings")
            }
            configuration[keyPath: property] = try ConfigurationValueErrors.collect(elements) {
                index, element in
                guard case .string(let text) = element else {
                    throw ConfigurationValueError("must be a list of strings", at: [String(index)])
                }
                do { try check(text) } catch let error as ConfigurationValueError {
                    throw error.inside(String(index), remedy: "correct it, or take it out of the list")
                }
                return text
            }
        } write: {
            .array($0[keyPath: property].map(JSONValue.string))
        }
    }
}
