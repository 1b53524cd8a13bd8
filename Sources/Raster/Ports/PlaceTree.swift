/// A library for which a place is wanted.
public struct PlaceDraft: Hashable, Sendable {
    /// Whose it is.
    public var organization: OrganizationID
    /// The library.
    public var library: LibraryID
    /// Its name for people.
    public var title: String

    /// A place for this library.
    public init(organization: OrganizationID, library: LibraryID, title: String) {
        self.organization = organization
        self.library = library
        self.title = title
    }

    /// What the system is to know the place by: organization and library, which together are unique.
    public var label: BackendLabel { BackendLabel("\(organization)/\(library)") }
}

/// Moves assets between places of one system.
public protocol PlaceTree: Sendable {
    /// The place where assets of a library belong, made where it is missing.
    ///
    /// The gateway keeps it and does not ask again. Throws `.alreadyExists` where the system has something under
    /// `label` that it cannot hand out: then the next label is tried.
    func place(for draft: PlaceDraft, as label: BackendLabel) async throws(StorageError) -> NativePlace

    /// Moves an asset; its identifier stays. May be repeated.
    ///
    /// Throws `.notFound` where there is no such asset, `.preconditionFailed` where the place is gone.
    func move(_ id: NativeID, to place: NativePlace) async throws(StorageError)
}
