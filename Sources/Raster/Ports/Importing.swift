/// The row of a list of identifiers in the catalog.
public struct ImportKey: Hashable, Sendable {
    /// The catalog's own number, which is never given again.
    public let rawValue: Int64
    /// The list with this number.
    public init(_ rawValue: Int64) { self.rawValue = rawValue }
}

/// Identifiers by which an operator has named assets of a backend, to be made assets of a library.
public struct Import: Hashable, Sendable {
    /// Its row.
    public var key: ImportKey
    /// The library.
    public var library: LibraryKey
    /// How many identifiers there are, each once.
    public var count: Int

    /// The list `key`.
    public init(key: ImportKey, library: LibraryKey, count: Int = 0) {
        self.key = key
        self.library = library
        self.count = count
    }
}

/// An identifier in a list.
public struct ImportedID: Hashable, Sendable {
    /// Where in the list it stands; the numbers grow, and may have gaps.
    public var position: Int
    /// The backend's identifier.
    public var id: NativeID

    /// The identifier `id`.
    public init(_ id: NativeID, at position: Int) {
        self.id = id
        self.position = position
    }
}

/// Questions about identifiers that an operator has named.
public protocol ImportReader: Sendable {
    /// The oldest list of a library that is whole and has not been worked off; `nil` where there is none.
    func nextImport(of library: LibraryKey) async throws(StorageError) -> Import?

    /// Identifiers of a list in their order, those after `position`.
    func ids(in list: ImportKey, after position: Int, limit: Int) async throws(StorageError)
        -> [ImportedID]
}

/// Changes of what an operator has named.
public protocol ImportWriter: Sendable {
    /// Begins a list, which nobody works on until it is whole. Throws `.notFound` for an unknown library.
    ///
    /// Lists of the library that were begun before `horizon` and never got whole are forgotten.
    func beginImport(of library: LibraryKey, at now: Timestamp, forgettingBefore horizon: Timestamp)
        async throws(StorageError) -> ImportKey

    /// Adds identifiers, but for those that the list has already; how many were new.
    ///
    /// Throws `.notFound` where the list is gone.
    func add(_ ids: [NativeID], to list: ImportKey) async throws(StorageError) -> Int

    /// Makes a list whole, without what other whole lists of its library have; `nil` where that leaves nothing,
    /// and the list is gone.
    func completeImport(_ list: ImportKey) async throws(StorageError) -> Import?

    /// Forgets some of the identifiers of a list; how many.
    func forgetIDs(of list: ImportKey, limit: Int) async throws(StorageError) -> Int

    /// Forgets a list.
    func forgetImport(_ list: ImportKey) async throws(StorageError)

    /// Begins to work off a list, in place of whatever was known of earlier comparisons of its library.
    func beginSync(of list: Import, on adapter: AdapterName, at now: Timestamp)
        async throws(StorageError) -> SyncRun
}
