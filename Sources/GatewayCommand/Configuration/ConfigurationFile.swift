import Foundation
import HTTPCore
import Raster

/// A configuration file: JSON with comments, read against ``Configuration/keys``.
struct ConfigurationFile {
    /// How large a file is taken.
    private static let sizeLimit = 1 << 20

    /// Everything that is wrong with a file, at once.
    struct Failure: Error, CustomStringConvertible {
        /// The file.
        let path: String
        /// The complaints, in the order of the file.
        let problems: [String]

        var description: String {
            (["\(path) cannot be used:"] + problems.map { "  " + $0 }).joined(separator: "\n")
        }
    }

    /// The configuration in the file at `path`, with defaults for what it does not mention.
    static func read(_ path: String, _ environment: [String: String]) throws -> Configuration {
        let bytes: [UInt8]
        do { bytes = try SmallFile.read(path, limit: sizeLimit, kind: .readable) } catch {
            throw CommandFailure("the configuration file \(path) \(error.reason); \(error.remedy)")
        }
        let folder = path.contains("/") ? (path as NSString).deletingLastPathComponent : ""
        return try parse(bytes, path: path, ConfigurationSource(folder: folder, environment: environment))
    }

    /// The configuration that `bytes` from `source` spell.
    static func parse(
        _ bytes: [UInt8], path: String, _ source: ConfigurationSource
    ) throws -> Configuration {
        let plain = JSONComments.blanked(bytes)
        let value: JSONValue
        do { value = try JSONValue(parsing: plain) } catch {
            let line = plain.prefix(error.offset).count { $0 == UInt8(ascii: "\n") } + 1
            throw Failure(path: path, problems: ["line \(line): \(error.kind.rawValue)"])
        }
        var reader = Reader(lines: JSONLines(plain).lines, source: source)
        reader.read(value, at: [])
        reader.checkStores()
        guard reader.problems.isEmpty else { throw Failure(path: path, problems: reader.problems) }
        return reader.configuration
    }
}

/// Walks through a file's members and collects what is wrong with them.
private struct Reader {
    let lines: [String: Int]
    let source: ConfigurationSource
    var configuration = Configuration()
    var problems: [String] = []

    mutating func read(_ value: JSONValue, at path: [String]) {
        guard case .object(let object) = value else {
            return complain(path, "must be an object")
        }
        for member in object.members {
            let place = path + [member.name]
            if let key = Configuration.keys.first(where: { $0.segments == place }) {
                take(key, member.value)
            } else if Configuration.keys.contains(where: { $0.segments.starts(with: place) }) {
                read(member.value, at: place)
            } else {
                complainUnknown(place)
            }
        }
    }

    /// What can only be judged once everything is known.
    mutating func checkStores() {
        let names = configuration.stores.map(\.name)
        let known = names.map(\.rawValue).joined(separator: ", ")
        if !names.contains(configuration.defaultStore) {
            complain(["defaultAdapter"], "must be one of the adapters: \(known)")
        }
        for (place, problem) in configuration.mailProblems { complain(place, problem) }
        if let anonymous = configuration.anonymousStore, !names.contains(anonymous) {
            complain(["anonymous", "adapter"], "must be one of the adapters: \(known)")
        }
    }

    private mutating func take(_ key: ConfigurationKey, _ value: JSONValue) {
        do { try key.read(value, &configuration, source) } catch { complain(key.segments, "\(error)") }
    }

    private mutating func complainUnknown(_ place: [String]) {
        let known = Configuration.keys.map { $0.segments.prefix(place.count).joined(separator: ".") }
        let near = nearest(to: place.joined(separator: "."), among: known)
        complain(place, "is unknown" + (near.map { "; did you mean \"\($0)\"?" } ?? ""))
    }

    private mutating func complain(_ place: [String], _ problem: String) {
        let path = place.joined(separator: ".")
        let line = lines[path].map { "line \($0): " } ?? ""
        problems.append("\(line)\(path.isEmpty ? "the file" : "\"\(path)\"") \(problem)")
    }
}
