import HTTPCore
import Raster

extension SyncPlan.Change {
    /// What it means, in a word or two for a table.
    fileprivate var text: String {
        switch self {
        case .add: "new files become assets"
        case .change: "files have other contents, names, descriptions or tags"
        case .move: "files have another place or name"
        case .missing: "files are gone; their assets stay, marked as missing"
        case .return: "files of missing assets are there again"
        case .remove: "second copies of one asset's file are deleted"
        case .fail: "files cannot be taken over"
        case .skip: "files are left out"
        }
    }
}

extension SyncPlan {
    /// For people: counts, and under each its examples.
    func lines(_ library: Library) -> [String] {
        let head = "A sync of \(library.organization)/\(library.id) would change "
        guard !isEmpty else { return [head + "nothing."] + table }
        return [head + "this; nothing was changed:"] + table
    }

    private var table: [String] {
        let met = Change.allCases.filter { count(of: $0) > 0 }
        let width = met.map { Figures.count(count(of: $0)).count }.max() ?? 0
        return met.flatMap { change -> [String] in
            let number = Figures.count(count(of: change))
            let pad = String(repeating: " ", count: width - number.count)
            return ["", "\(pad)\(number)  \(change.text)"] + shown(change, under: width + 2)
        }
    }

    private func shown(_ change: Change, under indent: Int) -> [String] {
        let pad = String(repeating: " ", count: indent)
        let named = examples.filter { $0.change == change }
        // What is left out is named by its reason, each with a count of its own.
        let rest = change == .skip ? 0 : count(of: change) - named.count
        return named.map { pad + $0.name.printable + ($0.detail.map { " (\($0.printable))" } ?? "") }
            + (rest > 0 ? [pad + "… and \(Figures.count(rest)) more"] : [])
    }

    /// For programs.
    var json: JSONValue {
        let counts = Change.allCases.map { JSONObject.Member($0.rawValue, .int(count(of: $0))) }
        let examples = examples.map { example in
            JSONValue.members([
                "change": .string(example.change.rawValue), "name": .string(example.name),
                "detail": .text(example.detail),
            ])
        }
        return .members(["counts": .object(JSONObject(counts)), "examples": .array(examples)])
    }
}

extension String {
    /// The text without what would move a terminal's cursor, since names of files come from anywhere.
    var printable: String {
        let scalars = unicodeScalars.map { $0.properties.generalCategory == .control ? "?" : $0 }
        return String(String.UnicodeScalarView(scalars))
    }
}
