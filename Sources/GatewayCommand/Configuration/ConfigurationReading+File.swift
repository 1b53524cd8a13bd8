import Foundation
import HTTPCore

extension ConfigurationReading {
    /// How large a file is taken.
    static let sizeLimit = 1 << 20
    /// What names the schema to editors; it says nothing to the gateway.
    static let schemaKey = "$schema"

    /// Takes over what the file at `path` says.
    mutating func read(_ path: String, _ source: ConfigurationSource) {
        var source = source
        source.folder = path.contains("/") ? (path as NSString).deletingLastPathComponent : ""
        do throws(SmallFile.Failure) {
            let bytes = try SmallFile.read(path, limit: Self.sizeLimit, kind: .readable)
            parse(bytes, path: path, source)
        } catch {
            complain(.file(path, line: nil), nil, "the file \(error.reason)", error.remedy)
        }
    }

    /// Takes over what `bytes`, those of the file at `path`, say.
    mutating func parse(_ bytes: [UInt8], path: String, _ source: ConfigurationSource) {
        let comments = JSONComments(bytes)
        let lines = LineNumbers(bytes)
        func complain(_ mistake: JSONMistake) {
            self.complain(.file(path, line: lines[mistake.offset]), nil, mistake.message, mistake.remedy)
        }
        if let mistake = JSONMistake(bytes, comments) { return complain(mistake) }
        var bytes = comments.blanked
        while problems.count < Self.problemLimit {
            do throws(JSONError) {
                let value = try JSONValue(parsing: bytes)
                let text = FileText(path: path, source: source, places: JSONPlaces(bytes), lines: lines)
                complainOfRepetition(text)
                return take(value, at: [], text)
            } catch {
                let mistake = JSONMistake(error, in: bytes)
                complain(mistake)
                guard let mend = mistake.mend else { return }
                bytes[mend.offset] = mend.byte
            }
        }
    }

    private mutating func take(_ value: JSONValue, at path: [String], _ text: FileText) {
        guard case .object(let object) = value else { return complainOfGroup(path, text) }
        for member in object.members where problems.count < Self.problemLimit {
            let place = path + [member.name]
            if place == [Self.schemaKey] {
                checkSchemaName(member.value, text)
            } else if let key = Configuration.keys.first(where: { $0.segments == place }) {
                take(key, member.value, text.origin(place), text.source) { text.line(place + $0) }
            } else if Configuration.keys.contains(where: { $0.segments.starts(with: place) }) {
                take(member.value, at: place, text)
            } else {
                complain(text.origin(place), place.joined(separator: "."), "is unknown", Self.meant(place))
            }
        }
    }

    private mutating func checkSchemaName(_ value: JSONValue, _ text: FileText) {
        if case .string = value { return }
        complain(
            text.origin([Self.schemaKey]), Self.schemaKey, "must be a string",
            "write \"./gateway.schema.json\", or leave it out")
    }

    /// What to write instead of a key that does not exist.
    private static func meant(_ place: [String]) -> String {
        let path = place.joined(separator: ".")
        let known = Configuration.keys.map { $0.segments.prefix(place.count).joined(separator: ".") }
        if let near = nearest(to: path, among: known), near != path { return "write \"\(near)\"" }
        let same = Configuration.keys.first {
            $0.path == path || $0.segments.last?.lowercased() == place.last?.lowercased()
        }
        guard let same else {
            return "leave it out; \"raster-gateway config print --example\" has every key"
        }
        let group = same.segments.dropLast().joined(separator: ".")
        let name = same.segments.last ?? ""
        return group.isEmpty
            ? "\"\(name)\" belongs to the outermost object" : "write \"\(group)\": {\"\(name)\": …}"
    }

    private mutating func complainOfGroup(_ path: [String], _ text: FileText) {
        let inside = Configuration.keys.filter { $0.segments.starts(with: path) }
            .map { $0.segments[path.count] }
        let name = inside.first ?? ""
        complain(
            path.isEmpty ? .file(text.path, line: 1) : text.origin(path),
            path.isEmpty ? nil : path.joined(separator: "."),
            path.isEmpty ? "the file must be one object" : "must be an object",
            path.isEmpty ? "write {\"\(name)\": …}" : "its keys are \(inside.joined(separator: ", "))")
    }

    /// Of two values for one key nobody knows which is meant.
    private mutating func complainOfRepetition(_ text: FileText) {
        let repeated = text.places.offsets.filter { $0.value.count > 1 }
        let inOrder = repeated.sorted { $0.value[1] < $1.value[1] }
        for (path, offsets) in inOrder.prefix(Self.problemLimit / 2) {
            let lines = offsets.map { text.lines[$0] }
            let first = lines[0] == lines[1] ? "in this line" : "first in line \(lines[0])"
            complain(
                text.origin(path), path.joined(separator: "."),
                "is there \(lines.count == 2 ? "twice" : "\(lines.count) times"), \(first)",
                "keep one of them")
        }
    }
}

/// A file that is being read, with the places of its members.
private struct FileText {
    let path: String
    let source: ConfigurationSource
    let places: JSONPlaces
    let lines: LineNumbers

    func line(_ place: [String]) -> Int? { places[place].map { lines[$0] } }

    func origin(_ place: [String]) -> ConfigurationProblem.Origin { .file(path, line: line(place)) }
}
