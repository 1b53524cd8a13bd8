import Gateway
import Raster

/// What a type of store can do, its numbers, and what becomes of values in it, as tables in Markdown.
struct LimitsTable {
    let sample: StoreSample

    /// The tables, line by line.
    var lines: [String] {
        ["", "| For clients | done by |", "|---|---|"] + abilities
            + ["", "| For the gateway | |", "|---|---|"] + portRows + numbers
            + fidelity + [""]
    }

    var adapter: any Adapter { sample.adapter }

    // MARK: Abilities

    private var abilities: [String] {
        let own = Capabilities(of: adapter)
        let all = (own.declared + own.emulated + own.unavailable)
        let order = Dictionary(uniqueKeysWithValues: Capabilities.all.enumerated().map { ($1, $0) })
        return all.sorted { order[$0] ?? 0 < order[$1] ?? 0 }.map { name in
            let doer =
                own.declared.contains(name)
                ? "the store" : own.emulated.contains(name) ? "the gateway" : "nobody"
            let settings = sample.variants.filter { variant in
                doer != "the store" && Capabilities(of: variant.adapter).declared.contains(name)
            }
            let others = settings.map { "; with `\($0.setting)` the store" }.joined()
            return "| \(name) | \(doer)\(others) |"
        }
    }

    private var portRows: [String] {
        let has = Self.port.filter { $0.isIn(adapter) }.map { "`\($0.name)`" }
        let optional = sample.variants.flatMap { variant in
            Self.port.filter { $0.isIn(variant.adapter) && !$0.isIn(adapter) }
                .map { "`\($0.name)` with `\(variant.setting)`" }
        }
        let lacks = Self.port.filter { ability in
            !ability.isIn(adapter) && !sample.variants.contains { ability.isIn($0.adapter) }
        }.map { "`\($0.name)`" }
        return [
            "| abilities | \((has + optional).listed) |", "| no abilities | \(lacks.listed) |",
            "| takes uploads | \(uploads) |",
        ]
    }

    private var uploads: String {
        guard adapter.takesUploads else { return "no" }
        return adapter.fetching == nil ? "yes" : "fetches them from an address of the gateway's"
    }

    /// The abilities of the port, by the names that it has for them.
    static let port: [(name: String, isIn: @Sendable (any Adapter) -> Bool)] = [
        ("updating", { $0.updating != nil }), ("finding", { $0.finding != nil }),
        ("enumeration", { $0.enumeration != nil }), ("fetching", { $0.fetching != nil }),
        ("trash", { $0.trash != nil }), ("comments", { $0.comments != nil }),
        ("history", { $0.history != nil }), ("actions", { $0.actions != nil }),
        ("collections", { $0.collections != nil }), ("metadata", { $0.metadata != nil }),
        ("places", { $0.places != nil }), ("delivery", { $0.delivery != nil }),
        ("revising", { $0.revising != nil }), ("surveying", { $0.surveying != nil }),
    ]

    // MARK: Numbers

    private var numbers: [String] {
        let limits = adapter.limits
        var rows = [
            "| largest file | \(limits.maximumBytes.map { "\($0.grouped) bytes" } ?? "no limit is known") |",
            "| longest filename | \(limits.maximumNameBytes.map { "\($0) bytes" } ?? "no limit") |",
        ]
        if adapter.enumeration != nil { rows.append("| items in a page of a listing | \(limits.pageSize) |") }
        if let retention = adapter.trash?.retention
            ?? sample.variants.compactMap({ $0.adapter.trash }).first?.retention
        {
            rows.append("| days in the store's own trash | \(retention.milliseconds / 86_400_000) |")
        }
        let settling =
            limits.settleTime == .zero ? "at once" : "after \(limits.settleTime.milliseconds / 1000) seconds"
        return rows + [
            "| calls at once | \(limits.concurrency) |",
            "| what a call without an answer has done shows | \(settling) |",
        ]
    }

    // MARK: Fidelity

    private var fidelity: [String] {
        // Nothing is sent to a store that takes nothing in.
        guard adapter.takesUploads else { return [] }
        return ["", "| Field | such as | arrives |", "|---|---|---|"] + fates
    }

    private var fates: [String] {
        AssetField.allCases.flatMap { field -> [String] in
            let samples = FieldSample.of(field)
            let fates = samples.map { adapter.fidelity(of: field, $0.value).told }
            if Set(fates).count == 1, let fate = fates.first {
                return ["| \(field.rawValue) | \(samples.map(\.text).joined(separator: ", ")) | \(fate) |"]
            }
            return zip(samples, fates).map { "| \(field.rawValue) | \($0.text) | \($1) |" }
        }
    }
}

extension [String] {
    fileprivate var listed: String { isEmpty ? "none" : joined(separator: ", ") }
}

extension Int {
    /// With a comma after every third digit.
    fileprivate var grouped: String {
        let digits = Array("\(self)".reversed())
        let groups = stride(from: 0, to: digits.count, by: 3).map {
            String(digits[$0..<Swift.min($0 + 3, digits.count)])
        }
        return String(groups.joined(separator: ",").reversed())
    }
}
