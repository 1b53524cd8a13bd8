public import Bytes
public import Raster

extension SHA256Digest {
    /// A made-up digest: 32 bytes that spell `number`.
    public static func sample(_ number: Int) -> SHA256Digest {
        let bytes = (0..<32).map { UInt8(truncatingIfNeeded: number >> (8 * ($0 % 8))) }
        return SHA256Digest(bytes) ?? sample(0)
    }
}

extension Timestamp {
    /// A moment `milliseconds` after the time in which the samples live.
    public static func sample(_ milliseconds: Int64 = 0) -> Timestamp {
        Timestamp(milliseconds: 1_780_000_000_000 + milliseconds)
    }
}

extension Organization {
    /// An organization with nothing special about it.
    public static func sample(_ id: OrganizationID = "acme", expires: Timestamp? = nil) -> Organization {
        Organization(id: id, name: "Acme", plan: .pro, created: .sample(), expires: expires)
    }
}

extension NewLibrary {
    /// A library on the disk.
    public static func sample(
        _ id: LibraryID = "photos", in organization: OrganizationID = "acme", name: String? = nil
    ) -> NewLibrary {
        NewLibrary(
            organization: organization, id: id, name: name ?? id.rawValue, adapter: "disk", created: .sample()
        )
    }
}

extension Asset {
    /// A picture named `id` on the disk, uploaded at ``Timestamp/sample(_:)``.
    public static func sample(
        _ id: AssetID, name: String? = nil, contentType: String = "image/jpeg", size: Int = 100,
        description: String? = nil, tags: [String] = [], created: Timestamp = .sample()
    ) -> Asset {
        let name = name ?? id.rawValue
        return Asset(
            id: id, organization: "acme", library: "photos", name: name, filename: "\(name).jpg",
            contentType: contentType, size: size, digest: .sample(id.rawValue.utf8.count),
            description: description, tags: tags, created: created, updated: created,
            uploadedBy: "uploader", home: NativeReference("disk", NativeID("native-\(id)")))
    }
}

extension NewAPIKey {
    /// A key whose secret has the digest ``SHA256Digest/sample(_:)`` of `number`.
    public static func sample(
        _ number: Int = 1, in organization: OrganizationID = "acme", grants: Grants = Grants(all: .write)
    ) -> NewAPIKey {
        let key = APIKey(
            id: KeyID("key\(number)"), organization: organization, label: "Key \(number)", grants: grants,
            created: .sample(Int64(number)))
        return NewAPIKey(key, secretDigest: .sample(number))
    }
}

extension Comment {
    /// A comment by the key `key1`.
    public static func sample(_ id: CommentID, _ text: String = "Nice", created: Timestamp = .sample())
        -> Comment
    {
        Comment(
            id: id, text: text, created: created, updated: created, author: "Key 1", authorKey: "key1")
    }
}

extension Intent {
    /// The intent to store the bytes of `asset` on the disk.
    public static func sample(
        _ asset: AssetID, _ operation: Operation = .create, created: Timestamp = .sample()
    ) -> Intent {
        let key = NaturalKey(
            organization: "acme", library: "photos", asset: asset, filename: "\(asset).jpg")
        return Intent(operation, in: "disk", key, owner: "run-1", created: created)
    }
}
