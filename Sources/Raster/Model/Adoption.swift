/// The row of an adoption in the catalog.
public struct AdoptionKey: Hashable, Sendable {
    /// The catalog's own number.
    public let rawValue: Int64
    /// The adoption with this number.
    public init(_ rawValue: Int64) { self.rawValue = rawValue }
}

/// A tree of files behind a library, left where it is.
public struct Adoption: Hashable, Sendable {
    /// The catalog's own number.
    public var key: AdoptionKey
    /// The adapter that reads it, which no configuration names.
    public var adapter: AdapterName
    /// The folder, as an absolute path without links.
    public var root: String
    /// The library that its files become assets of; `nil` once that was removed and only assets that had been
    /// moved elsewhere are left.
    public var library: LibraryKey?
    /// The organization of that library.
    public var organization: OrganizationID?
    /// The id of that library.
    public var libraryID: LibraryID?
    /// When it was adopted.
    public var created: Timestamp
    /// What the root was when a scan last came to its end.
    public var rootIdentity: FileIdentity?
    /// What came of the last scan; `nil` before the first has ended.
    public var lastScan: ScanRecord?

    /// An adoption with these properties.
    public init(
        key: AdoptionKey, adapter: AdapterName, root: String, library: LibraryKey?,
        organization: OrganizationID?, libraryID: LibraryID?, created: Timestamp,
        rootIdentity: FileIdentity? = nil, lastScan: ScanRecord? = nil
    ) {
        self.key = key
        self.adapter = adapter
        self.root = root
        self.library = library
        self.organization = organization
        self.libraryID = libraryID
        self.created = created
        self.rootIdentity = rootIdentity
        self.lastScan = lastScan
    }
}

/// What is kept of a scan.
public struct ScanRecord: Hashable, Sendable {
    /// When it began.
    public var started: Timestamp
    /// When it ended.
    public var finished: Timestamp
    /// Regular files that it met.
    public var files: Int
    /// Folders and files that it could not read.
    public var unreadable: Int
    /// Why it failed, for people; `nil` where it came to its end.
    public var failure: String?

    /// A scan with these figures.
    public init(
        started: Timestamp, finished: Timestamp, files: Int = 0, unreadable: Int = 0, failure: String? = nil
    ) {
        self.started = started
        self.finished = finished
        self.files = files
        self.unreadable = unreadable
        self.failure = failure
    }
}

/// An adoption about to be made.
public struct NewAdoption: Sendable {
    /// The library that the files become assets of.
    public var library: LibraryKey
    /// The name of the adapter that will read them.
    public var adapter: AdapterName
    /// The folder, as an absolute path without links.
    public var root: String
    /// When it is adopted.
    public var created: Timestamp

    /// The folder `root` behind `library`.
    public init(library: LibraryKey, adapter: AdapterName, root: String, created: Timestamp) {
        self.library = library
        self.adapter = adapter
        self.root = root
        self.created = created
    }
}

/// The row of an asset in the catalog, small and never given out twice while the asset lives.
public struct AssetKey: Hashable, Comparable, Sendable {
    /// The catalog's own number.
    public let rawValue: Int64
    /// The asset with this number.
    public init(_ rawValue: Int64) { self.rawValue = rawValue }

    /// By number.
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// What the catalog knows of an adopted file.
public struct AdoptedFile: Hashable, Sendable {
    /// How visible its asset is.
    public enum Visibility: Sendable { case live, trashed, purging }

    /// The row of its asset.
    public var key: AssetKey
    /// Its asset.
    public var asset: AssetID
    /// Its path below the root, as the adapter spells it.
    public var id: NativeID
    /// What was seen of it last.
    public var figures: FileFigures
    /// How visible its asset is.
    public var visibility: Visibility
    /// Since when it is not where it was; `nil` where it is.
    public var missingSince: Timestamp?

    /// A file with these properties.
    public init(
        key: AssetKey, asset: AssetID, id: NativeID, figures: FileFigures, visibility: Visibility,
        missingSince: Timestamp?
    ) {
        self.key = key
        self.asset = asset
        self.id = id
        self.figures = figures
        self.visibility = visibility
        self.missingSince = missingSince
    }
}

/// A file about to become an asset.
public struct NewAdoptedFile: Sendable {
    /// The asset that it becomes, its home in the adoption.
    public var asset: Asset
    /// What was seen of the file.
    public var figures: FileFigures

    /// `asset`, with what was seen of its file.
    public init(_ asset: Asset, _ figures: FileFigures) {
        self.asset = asset
        self.figures = figures
    }
}

/// A known file that shows other figures than before.
public struct AdoptedRevision: Sendable {
    /// The row of its asset.
    public var key: AssetKey
    /// What is seen of it now.
    public var figures: FileFigures
    /// Its media type now.
    public var contentType: String

    /// The file of the asset `key` as it is now.
    public init(_ key: AssetKey, _ figures: FileFigures, contentType: String) {
        self.key = key
        self.figures = figures
        self.contentType = contentType
    }
}

/// A known file that has another path now.
public struct AdoptedMove: Sendable {
    /// The row of its asset.
    public var key: AssetKey
    /// Its new path.
    public var id: NativeID
    /// What is seen of it there.
    public var figures: FileFigures
    /// The asset's name from now on; `nil` where it stays.
    public var name: String?
    /// The media type from now on; `nil` where it stays.
    public var contentType: String?
    /// Tags that the old folders gave it.
    public var oldTags: [String]
    /// Tags that the new folders give it.
    public var newTags: [String]

    /// The file of the asset `key`, at `id` now.
    public init(
        _ key: AssetKey, to id: NativeID, _ figures: FileFigures, name: String?, contentType: String?,
        oldTags: [String], newTags: [String]
    ) {
        self.key = key
        self.id = id
        self.figures = figures
        self.name = name
        self.contentType = contentType
        self.oldTags = oldTags
        self.newTags = newTags
    }
}
