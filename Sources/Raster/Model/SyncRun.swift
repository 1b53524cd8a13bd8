/// A comparison of a library with its backend: the last one, or the one that is under way.
///
/// It consists of walks through the backend's listing, each with a number of its own. What it has come to is kept
/// with every page, so that a run that was interrupted goes on where it was.
public struct SyncRun: Hashable, Sendable {
    /// The library that it is about.
    public var library: LibraryKey
    /// The backend that is walked through.
    public var adapter: AdapterName
    /// The identifiers that it goes through instead of the backend's listing.
    public var list: ImportKey?
    /// The number of its first walk; numbers grow by one from walk to walk over a backend.
    public var first: Int64
    /// The number of the walk that it is in, or was in last.
    public var number: Int64
    /// When it began.
    public var started: Timestamp
    /// When its walk began.
    public var walkStarted: Timestamp
    /// The last row of an asset when its walk began: what is newer need not be listed.
    public var newest: AssetKey
    /// Where the next page begins; `nil` before the first, and after the last.
    public var token: PageToken?
    /// Whether the last page of the walk was read.
    public var isListed = false
    /// Pages of the walk.
    public var pages = 0
    /// Assets that became known in the walk.
    public var news = 0
    /// What the run has come to.
    public var counts = SyncCounts()
    /// What the last run that came to its end had discovered in the listing; `nil` where there was none.
    public var expected: Int?
    /// When it ended; `nil` as long as it can go on.
    public var finished: Timestamp?
    /// Why it failed, or was interrupted.
    public var failure: String?

    /// A run that begins its first walk.
    public init(
        library: LibraryKey, adapter: AdapterName, number: Int64, started: Timestamp, newest: AssetKey
    ) {
        self.library = library
        self.adapter = adapter
        first = number
        self.number = number
        self.started = started
        walkStarted = started
        self.newest = newest
    }

    /// Which of its walks it is in, from 1.
    public var walk: Int { Int(number - first) + 1 }

    /// What a run after this one may expect to discover.
    public var expectation: Int? {
        finished != nil && failure == nil && list == nil ? counts.discovered : expected
    }
}

/// What a comparison with a backend has come to: every asset that was discovered counts in exactly one of five.
public struct SyncCounts: Hashable, Sendable {
    /// Assets that the backend has named.
    public var discovered = 0
    /// Those that became assets of the library.
    public var added = 0
    /// Known ones that the backend shows otherwise, taken over from there.
    public var changed = 0
    /// Known ones as they were, or as the catalog will have them.
    public var unchanged = 0
    /// Those that were left alone, each for a ``SyncSkip``.
    public var skipped = 0
    /// Those of which nothing could be made.
    public var failed = 0
    /// Known ones that had been missing: changed or unchanged.
    public var returned = 0
    /// Known ones that live on in another copy, since the one that was known is gone: changed.
    public var moved = 0
    /// Second copies of known ones that were deleted: skipped.
    public var removed = 0
    /// Known ones that are not there any more, and so were not discovered.
    public var missing = 0

    /// Nothing yet.
    public init() {}

    /// Whether nothing was lost on the way.
    public var isConserved: Bool { discovered == added + changed + unchanged + skipped + failed }
}

/// Why an asset of a backend is left alone.
public enum SyncSkip: String, Sendable, CaseIterable, Comparable {
    /// It is another copy of an asset, whose home is elsewhere in the backend; it is deleted.
    case copy
    /// The same, in a backend that is only read from; it stays.
    case kept
    /// It lies where the assets of another library do, or says that it is one.
    case otherLibrary
    /// It says that it is an asset which lives in another backend.
    case elsewhere
    /// It is in the trash, the catalog's or the backend's own.
    case trashed
    /// It is only announced: there are no bytes.
    case noFile
    /// It is just being uploaded or deleted.
    case busy
    /// Its asset was purged; the backend shows it still.
    case purged
    /// The backend does not say how large it is.
    case incomplete
    /// The backend could not say anything sensible about it; this one counts as a failure.
    case unreadable

    /// In the order of their names.
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
