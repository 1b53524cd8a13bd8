import Gateway
import HTTPCore
import Raster

extension ScanOutcome {
    /// The figures by name, in the order that they are told in.
    var counts: [(String, Int)] {
        [
            ("files", files), ("added", added.count), ("changed", changed.count), ("moved", moved.count),
            ("missing", missing.count), ("returned", returned.count), ("unwanted", unwanted.count),
            ("skipped", skipped.values.reduce(0, +)), ("unreadable", unreadable.count),
        ]
    }

    /// For people: what was found, and everything that is not as they might expect.
    func lines(_ adoption: Adoption) -> [String] {
        let library = "\(adoption.organization?.rawValue ?? "")/\(adoption.libraryID?.rawValue ?? "")"
        let found = counts.prefix(6).filter { $0.0 == "files" || $0.1 > 0 }
        var lines = [
            "\(adoption.root) → \(library): " + found.map { "\($0.1) \($0.0)" }.joined(separator: ", ")
        ]
        if unwanted.count > 0 { lines.append("  purged      \(unwanted.count) files stay left out") }
        if !skipped.isEmpty {
            let reasons = skipped.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key.words)" }
            lines.append("  skipped     " + reasons.joined(separator: ", "))
        }
        lines += list("tags", mappings) { mapping in
            "\"\(mapping.folder)\" → " + (mapping.tag.map { "\"\($0)\"" } ?? "no tag")
        }
        return lines
            + list("unreadable", unreadable) {
                "\($0.id.rawValue.isEmpty ? "." : $0.id.rawValue) (\($0.reason))"
            }
    }

    private func list<Element>(
        _ title: String, _ sampled: Sampled<Element>, _ text: (Element) -> String
    ) -> [String] {
        guard sampled.count > 0 else { return [] }
        let padded = title + String(repeating: " ", count: 12 - title.count)
        var lines = sampled.examples.prefix(20).map { "  \(padded)\(text($0))" }
        if sampled.count > lines.count { lines.append("  \(padded)and \(sampled.count - lines.count) more") }
        return lines
    }

    /// For programs.
    var json: JSONValue {
        var members = counts.map { JSONObject.Member($0.0, .int($0.1)) }
        members.append(
            .init(
                "skippedByReason",
                .object(
                    JSONObject(
                        skipped.sorted { $0.key < $1.key }.map { .init($0.key.rawValue, .int($0.value)) }))))
        members.append(.init("mappedTags", mappings.json(Self.json)))
        members.append(
            .init(
                "unreadablePlaces",
                unreadable.json { .members(["path": .string($0.id.rawValue), "reason": .string($0.reason)]) })
        )
        for (name, files) in [("added", added), ("changed", changed), ("moved", moved), ("missing", missing)]
        {
            members.append(.init("\(name)Examples", .array(files.examples.map { .string($0.rawValue) })))
        }
        return .object(JSONObject(members))
    }

    private static func json(_ mapping: TagMapping) -> JSONValue {
        .members(["folder": .string(mapping.folder), "tag": .text(mapping.tag)])
    }
}

extension Sampled {
    /// `{"items", "more"}`: the examples, and how many there are beside them.
    fileprivate func json(_ element: (Element) -> JSONValue) -> JSONValue {
        .members(["items": .array(examples.map(element)), "more": .int(count - examples.count)])
    }
}

extension SkipReason {
    /// What it is called in a sentence.
    fileprivate var words: String {
        switch self {
        case .hidden: "hidden"
        case .link: "symbolic links"
        case .special: "pipes, sockets or devices"
        case .ownData: "folders of the gateway itself"
        }
    }
}

extension JSONValue {
    /// An adopted folder with what its scan came to; `null` where a running server does that.
    static func adopted(_ adoption: Adoption, _ outcome: ScanOutcome?) -> JSONValue {
        .members(["folder": .string(adoption.root), "scan": outcome?.json ?? .null])
    }
}
