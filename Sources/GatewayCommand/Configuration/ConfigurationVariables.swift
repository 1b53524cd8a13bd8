import Foundation
import HTTPCore

extension ConfigurationKey {
    /// What the names of the gateway's environment variables begin with.
    static let variablePrefix = "RASTER_GATEWAY_"

    /// The environment variable that sets it: `uploads.maxFileBytes` is `RASTER_GATEWAY_UPLOADS_MAX_FILE_BYTES`.
    var variable: String {
        Self.variablePrefix + segments.map(Self.variableWords).joined(separator: "_")
    }

    /// `maxFileBytes` as `MAX_FILE_BYTES`, `publicURL` as `PUBLIC_URL`.
    private static func variableWords(_ name: String) -> String {
        let characters = Array(name)
        var words = ""
        for (index, character) in characters.enumerated() {
            let followsSmall = index > 0 && !characters[index - 1].isUppercase
            let precedesSmall = index + 1 < characters.count && characters[index + 1].isLowercase
            if index > 0, character.isUppercase, followsSmall || precedesSmall { words += "_" }
            words += character.uppercased()
        }
        return words
    }
}

extension ConfigurationShape {
    /// The value that `text`, the content of `variable`, spells; what cannot be meant is left to the key.
    func value(_ text: String, in variable: String) throws(ConfigurationValueError) -> JSONValue {
        switch self {
        case .optional(let shape): return text == "null" ? .null : try shape.value(text, in: variable)
        case .bool, .integer:
            let blankless = text.trimmingCharacters(in: .whitespaces)
            return (try? JSONValue(parsing: Array(blankless.utf8))) ?? .string(text)
        case .text, .choice: return .string(text)
        case .texts: return Self.list(text)
        // The variable is the secret's own place already.
        case .secret: return .members(["env": .string(variable)])
        case .stores:
            guard let value = try? JSONValue(parsing: Array(text.utf8)) else {
                throw ConfigurationValueError(
                    "must be JSON, such as {\"disk\": {\"type\": \"disk\", \"folder\": null}}")
            }
            return value
        }
    }

    /// A JSON array, or texts between commas.
    private static func list(_ text: String) -> JSONValue {
        if let value = try? JSONValue(parsing: Array(text.utf8)), case .array = value { return value }
        let parts = text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        return .array(parts.filter { !$0.isEmpty }.map(JSONValue.string))
    }
}

extension ConfigurationReading {
    /// Takes over what the environment of `source` says.
    mutating func readVariables(_ source: ConfigurationSource) {
        for key in Configuration.keys {
            guard let text = source.environment[key.variable] else { continue }
            let origin = ConfigurationProblem.Origin.variable(key.variable)
            do throws(ConfigurationValueError) {
                take(key, try key.shape.value(text, in: key.variable), origin, source)
            } catch {
                complain(origin, key.path, error.description, error.remedy ?? key.remedy(origin))
            }
        }
        complainOfUnknownVariables(source.environment)
    }

    private mutating func complainOfUnknownVariables(_ environment: [String: String]) {
        let known = Configuration.keys.map(\.variable)
        let secrets = configuration.secrets.map(\.secret.origin)
        for (name, value) in environment.sorted(by: { $0.key < $1.key })
        where name.hasPrefix(ConfigurationKey.variablePrefix) && !known.contains(name)
            && !secrets.contains(.variable(name)) && !Self.isOfKubernetes(name, value)
        {
            let near = nearest(to: name, among: known) ?? known.first { $0.hasSuffix(name.dropFirst(14)) }
            complain(
                .variable(name), nil, "there is no such setting",
                near.map { "set \($0) instead" }
                    ?? "unset it; \"raster-gateway config print --table\" lists the names there are")
        }
    }

    /// Whether Kubernetes sets the variable in every pod beside a service that is called `raster-gateway`.
    private static func isOfKubernetes(_ name: String, _ value: String) -> Bool {
        let rest = name.dropFirst(ConfigurationKey.variablePrefix.count)
        if rest == "PORT" { return value.contains("://") }
        return rest.wholeMatch(of: /SERVICE_HOST|SERVICE_PORT(_\w+)?|PORT_\d+_(TCP|UDP|SCTP)(_\w+)?/) != nil
    }
}
