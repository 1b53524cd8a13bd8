import HTTPCore

extension Configuration {
    /// Every key with its value, as a configuration file has them.
    var json: JSONValue {
        var root = JSONTree()
        for key in Self.keys { root.insert(key.write(self), at: key.segments[...]) }
        return root.value
    }

    /// A configuration file with every key, its default and what it means.
    static var example: String {
        var lines = [
            "// Every key of raster-gateway's configuration, each with its default; all of them may be left out.",
            "// Comments are allowed. Relative paths begin in the folder of this file.",
            "{", "    // the JSON Schema of this file, for editors; says nothing to the gateway",
            "    \"\(ConfigurationReading.schemaKey)\": \"./gateway.schema.json\",",
        ]
        for (index, key) in keys.enumerated() {
            let parent = key.segments.dropLast().first
            let before = index > 0 ? keys[index - 1].segments.dropLast().first : nil
            let after = index + 1 < keys.count ? keys[index + 1].segments.dropLast().first : nil
            if let parent, parent != before { lines.append("    \"\(parent)\": {") }
            let indent = parent == nil ? "    " : "        "
            let isLast = index + 1 == keys.count || (parent != nil && parent != after)
            lines.append("\(indent)// \(key.documentation)")
            lines.append("\(indent)\"\(key.segments.last ?? "")\": \(key.defaultText)\(isLast ? "" : ",")")
            if let parent, parent != after { lines.append("    }\(index + 1 == keys.count ? "" : ",")") }
        }
        return (lines + ["}"]).joined(separator: "\n")
    }
}

extension ConfigurationKey {
    /// The default as JSON in one line.
    var defaultText: String { String(decoding: write(Configuration()).bytes, as: UTF8.self) }
}

/// Values by path, on their way to becoming one JSON object.
private struct JSONTree {
    private var names: [String] = []
    private var leaves: [String: JSONValue] = [:]
    private var branches: [String: JSONTree] = [:]

    mutating func insert(_ value: JSONValue, at path: ArraySlice<String>) {
        guard let name = path.first else { return }
        if !names.contains(name) { names.append(name) }
        if path.count == 1 {
            leaves[name] = value
        } else {
            branches[name, default: JSONTree()].insert(value, at: path.dropFirst())
        }
    }

    var value: JSONValue {
        .object(
            JSONObject(
                names.map { name in
                    JSONObject.Member(name, leaves[name] ?? branches[name]?.value ?? .null)
                }))
    }
}

extension JSONValue {
    /// The value over several lines, for people.
    func indented(by depth: Int = 0) -> String {
        let pad = String(repeating: "    ", count: depth + 1)
        let end = "\n" + String(repeating: "    ", count: depth)
        switch self {
        case .object(let object) where !object.members.isEmpty:
            let members = object.members.map { member in
                let name = String(decoding: JSONValue.string(member.name).bytes, as: UTF8.self)
                return "\(pad)\(name): \(member.value.indented(by: depth + 1))"
            }
            return "{\n" + members.joined(separator: ",\n") + end + "}"
        case .array(let elements) where !elements.isEmpty:
            let texts = elements.map { pad + $0.indented(by: depth + 1) }
            return "[\n" + texts.joined(separator: ",\n") + end + "]"
        default: return String(decoding: bytes, as: UTF8.self)
        }
    }
}
