/// What a comparison with the store would change, without changing it: exact counts, and a few examples of each.
public struct SyncPlan: Sendable, Equatable {
    /// What would happen to a file or an asset.
    public enum Change: String, Sendable, CaseIterable {
        /// A file becomes an asset.
        case add
        /// The contents of an asset's file have changed.
        case change
        /// A file has another place or name, and stays the same asset.
        case move
        /// An asset's file is gone, and the asset is marked as missing.
        case missing
        /// The file of a missing asset is there again.
        case `return`
        /// A second copy of an asset's file is deleted.
        case remove
        /// Nothing can be made of a file.
        case fail
        /// A file is left out, for a reason.
        case skip
    }

    /// One of those that are counted.
    public struct Example: Sendable, Equatable {
        /// What would happen.
        public let change: Change
        /// To what: a path or another name that people know.
        public let name: String
        /// Why, or what it becomes, where that is not plain.
        public let detail: String?
    }

    /// How many examples of each change are kept.
    public static let exampleLimit = 10

    /// The first of each change, in the order they were met.
    public private(set) var examples: [Example] = []
    private var counts: [Change: Int] = [:]

    /// A plan that changes nothing.
    public init() {}

    /// Counts a change of what is called `name`.
    public mutating func note(_ change: Change, _ name: String, _ detail: String? = nil) {
        add(change, count: 1, [name], detail)
    }

    /// Counts `count` changes, of which some are called `names`; as many of them are kept as there is room for.
    public mutating func add(_ change: Change, count: Int, _ names: [String], _ detail: String? = nil) {
        counts[change, default: 0] += count
        let room = Self.exampleLimit - examples.count { $0.change == change }
        examples += names.prefix(max(0, room)).map { Example(change: change, name: $0, detail: detail) }
    }

    /// How often `change` would happen.
    public func count(of change: Change) -> Int { counts[change] ?? 0 }

    /// Whether nothing would change; what is left out counts as nothing.
    public var isEmpty: Bool {
        Change.allCases.allSatisfy { $0 == .skip || $0 == .fail || count(of: $0) == 0 }
    }
}
