/// A tag of a library with the number of live assets that carry it.
public struct Tag: Hashable, Sendable {
    /// The text of the tag.
    public var id: String
    /// Live assets of the library that carry it, at least 1.
    public var count: Int

    /// The tag `id`, carried by `count` assets.
    public init(id: String, count: Int) {
        self.id = id
        self.count = count
    }
}

/// A collection of assets, with its exact counters.
public struct Library: Hashable, Sendable {
    /// The catalog's own number.
    public var key: LibraryKey
    /// Whose it is.
    public var organization: OrganizationID
    /// The slug, which stays when the name changes.
    public var id: LibraryID
    /// For people.
    public var name: String
    /// Where new assets of this library go.
    public var adapter: AdapterName
    /// Live assets.
    public var assetsCount: Int
    /// Live assets of an `image/*` type.
    public var photosCount: Int
    /// Assets in the trash.
    public var trashCount: Int
    /// When it was made.
    public var created: Timestamp
    /// Grows with every change that an answer about this library could show; the heart of its `ETag`s.
    public var revision: Int64

    /// A library with these properties.
    public init(
        key: LibraryKey, organization: OrganizationID, id: LibraryID, name: String, adapter: AdapterName,
        assetsCount: Int = 0, photosCount: Int = 0, trashCount: Int = 0, created: Timestamp,
        revision: Int64 = 0
    ) {
        self.key = key
        self.organization = organization
        self.id = id
        self.name = name
        self.adapter = adapter
        self.assetsCount = assetsCount
        self.photosCount = photosCount
        self.trashCount = trashCount
        self.created = created
        self.revision = revision
    }
}

/// A library about to be made.
public struct NewLibrary: Sendable {
    /// Whose it will be.
    public var organization: OrganizationID
    /// Its slug, which must be free.
    public var id: LibraryID
    /// For people.
    public var name: String
    /// Where its assets go.
    public var adapter: AdapterName
    /// When it is made.
    public var created: Timestamp

    /// A library with these properties.
    public init(
        organization: OrganizationID, id: LibraryID, name: String, adapter: AdapterName, created: Timestamp
    ) {
        self.organization = organization
        self.id = id
        self.name = name
        self.adapter = adapter
        self.created = created
    }
}
