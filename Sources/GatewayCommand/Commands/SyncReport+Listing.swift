import Gateway
import Raster

extension SyncCounts {
    /// The figures by name, in the order that they are told in; the first is what the next five come to.
    var figures: [(String, Int)] {
        [
            ("discovered", discovered), ("added", added), ("changed", changed), ("unchanged", unchanged),
            ("skipped", skipped), ("failed", failed), ("missing", missing), ("returned", returned),
            ("moved", moved), ("removed", removed),
        ]
    }
}

extension SyncReport {
    /// For people: what was found, and everything that is not as they might expect.
    func lines(_ library: Library) -> [String] {
        let told = counts.figures.filter { $0.0 == "discovered" || $0.1 > 0 }
        let name = "\(library.adapter) → \(library.organization)/\(library.id): "
        var lines = [name + told.map { "\(Figures.count($0.1)) \($0.0)" }.joined(separator: ", ")]
        for (reason, count) in skipped.sorted(by: { $0.key < $1.key }) {
            lines.append("  skipped     \(Figures.count(count)) \(reason.words)")
        }
        lines += list("tags", mappings) { mapping in
            "\"\(mapping.folder)\" → " + (mapping.tag.map { "\"\($0)\"" } ?? "no tag")
        }
        return lines + list("missing", missing, \.line) + list("removed", removed, \.line)
            + list("failed", failed, \.line)
    }

    private func list<Element>(
        _ title: String, _ sampled: Sampled<Element>, _ text: (Element) -> String
    ) -> [String] {
        guard sampled.count > 0 else { return [] }
        let padded = title + String(repeating: " ", count: 12 - title.count)
        var lines = sampled.examples.prefix(20).map { "  \(padded)\(text($0).printable)" }
        if sampled.count > lines.count { lines.append("  \(padded)and \(sampled.count - lines.count) more") }
        return lines
    }
}

extension SyncReport.Note {
    /// The asset, and more about it.
    fileprivate var line: String {
        let id = name == id.rawValue ? "" : " (\(id))"
        return name + id + (detail.map { ": \($0)" } ?? "")
    }
}

extension SyncSkip {
    /// What is left alone, in a sentence.
    fileprivate var words: String {
        switch self {
        case .copy: "second copies of known assets, which were deleted"
        case .kept: "second copies of known assets, which stay, since the store is only read from"
        case .otherLibrary: "that belong to other libraries"
        case .elsewhere: "whose assets live in another store"
        case .trashed: "that are in the trash"
        case .noFile: "that have no file"
        case .busy: "that are just being uploaded or deleted, or have just gone"
        case .purged: "whose assets were purged; the store shows them still"
        case .incomplete: "of which the store does not say how large they are"
        case .unreadable: "of which the store says nothing sensible"
        }
    }
}
