public import Raster

/// A folder name that breaks the rules of tags, and what was made of it.
public struct TagMapping: Hashable, Sendable, Comparable {
    /// The name, as the adapter spells it.
    public let folder: String
    /// The tag; `nil` where nothing was left of the name.
    public let tag: String?

    /// By folder.
    public static func < (left: Self, right: Self) -> Bool {
        left.folder.utf8.lexicographicallyPrecedes(right.folder.utf8)
    }
}

/// Something counted, with a few examples.
public struct Sampled<Element: Hashable & Sendable>: Hashable, Sendable {
    /// How many there are.
    public private(set) var count = 0
    /// The first of them.
    public private(set) var examples: [Element] = []
    private let limit: Int

    /// None yet; at most `limit` examples are kept.
    public init(keeping limit: Int = 10) { self.limit = limit }

    /// One more.
    mutating func add(_ element: Element) {
        count += 1
        if examples.count < limit { examples.append(element) }
    }
}

/// What a scan came to, or would come to.
public struct ScanOutcome: Hashable, Sendable {
    /// Regular files that were met.
    public var files = 0
    /// New files, which became assets.
    public var added = Sampled<NativeID>()
    /// Known files with other bytes than before.
    public var changed = Sampled<NativeID>()
    /// Known files with another path, under the new one.
    public var moved = Sampled<NativeID>()
    /// Known files that are not there any more.
    public var missing = Sampled<NativeID>()
    /// Files that had been missing.
    public var returned = Sampled<NativeID>()
    /// New files that were left out because their assets had been purged.
    public var unwanted = Sampled<NativeID>()
    /// What was passed over, by reason.
    public var skipped: [SkipReason: Int] = [:]
    /// Folder names that were mapped, each once.
    public var mappings = Sampled<TagMapping>(keeping: 100)
    /// Folders and files that could not be read; nothing below them counts as missing.
    public var unreadable = Sampled<UnreadablePlace>(keeping: 100)

    /// Nothing yet.
    public init() {}

    /// Whether anything would differ if it had been a scan and not a plan.
    public var hasChanges: Bool {
        added.count + changed.count + moved.count + missing.count + returned.count > 0
    }
}
