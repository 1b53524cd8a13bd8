public import Bytes

/// What a key may do with a library; the greater includes the lesser.
public enum Access: String, Sendable, Comparable, CaseIterable {
    /// Look.
    case read
    /// Look and change.
    case write

    /// Reading is less than writing.
    public static func < (left: Self, right: Self) -> Bool { left == .read && right == .write }
}

/// The libraries that a key reaches.
public struct Grants: Hashable, Sendable {
    /// Access to every library, those made later included; `nil` where only `libraries` counts.
    public var all: Access?
    /// Access to single libraries.
    public var libraries: [LibraryID: Access]

    /// Grants for all libraries, for some, or both; of two for one library the greater counts.
    public init(all: Access? = nil, libraries: [LibraryID: Access] = [:]) {
        self.all = all
        self.libraries = libraries
    }

    /// What these grants allow on `library`, or `nil` where it is out of reach.
    public func access(to library: LibraryID) -> Access? {
        [all, libraries[library]].compactMap(\.self).max()
    }

    /// Whether any library may be changed, or could be once it exists.
    public var canWriteSomewhere: Bool { all == .write || libraries.values.contains(.write) }
}

/// A key of an organization, without its secret, which nobody keeps.
public struct APIKey: Hashable, Sendable {
    /// Its public name.
    public var id: KeyID
    /// Whose it is.
    public var organization: OrganizationID
    /// For people; what `uploadedBy` shows.
    public var label: String?
    /// What it reaches.
    public var grants: Grants
    /// When it was made.
    public var created: Timestamp

    /// A key with these properties.
    public init(
        id: KeyID, organization: OrganizationID, label: String? = nil, grants: Grants, created: Timestamp
    ) {
        self.id = id
        self.organization = organization
        self.label = label
        self.grants = grants
        self.created = created
    }
}

/// A key about to be stored: found by the digest of its secret, which is all that is kept of it.
public struct NewAPIKey: Sendable {
    /// The key.
    public var key: APIKey
    /// SHA-256 of the secret's UTF-8 bytes.
    public var secretDigest: SHA256Digest

    /// The key `key` with the digest of its secret.
    public init(_ key: APIKey, secretDigest: SHA256Digest) {
        self.key = key
        self.secretDigest = secretDigest
    }
}
