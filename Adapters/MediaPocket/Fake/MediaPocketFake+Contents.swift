public import Bytes
import FakeKit
import HTTPCore

// What it holds.
extension MediaPocketFake {
    /// Every asset in the order in which they came, those in the bin included.
    public var assets: [PocketAsset] { service.assets }
    /// The assets without files that are no articles.
    public var placeholders: [PocketAsset] { assets.filter(\.isPlaceholder) }
    /// Every project in the order in which they came.
    public var projects: [PocketProject] {
        service.store.read { $0.projects.values.sorted { $0.number < $1.number } }
    }
    /// What it was told to fetch, in order.
    public var fetches: [PocketFetch] {
        service.store.read { $0.fetches.values.sorted { $0.id < $1.id } }
    }

    /// The bytes of an asset's first file; `nil` where there is none.
    public func bytes(of id: String) -> ByteStream? {
        let medium = service.store.read { $0.assets[id]?.media.first }
        return medium.flatMap { service.store.open($0) }.map { ByteStream(FileSlice($0.file, $0.whole)) }
    }

    /// What is said of an asset: the number of its comment, who said it, and what.
    public func comments(of id: String) -> [(id: Int, user: Int, message: String)] {
        service.store.read { state in
            state.comments.values.filter { $0.target == "assets/\(id)" }.sorted { $0.id < $1.id }
                .map { ($0.id, $0.user, $0.message) }
        }
    }
}

// What is put into it past its API.
extension MediaPocketFake {
    private static let nobody = FakeOccasion(request: 0, answer: .none)

    /// Puts an asset in, with a file of these bytes where there are some; the asset as it is now.
    @discardableResult
    public func add(
        _ asset: PocketAsset, _ content: [UInt8]? = nil, filename: String = "file.bin",
        contentType: String? = nil
    ) throws -> PocketAsset {
        let added = try service.add(asset, Self.nobody)
        guard let content else { return added }
        return try service.attach(content, to: added, filename: filename, contentType: contentType)
    }

    /// Puts a project in.
    @discardableResult
    public func add(_ project: PocketProject) throws -> PocketProject {
        try service.add(project, Self.nobody)
    }

    /// Puts a collection in.
    @discardableResult
    public func add(_ collection: PocketCollection) throws -> PocketCollection {
        try service.add(collection, Self.nobody)
    }

    /// Puts an asset into a collection.
    public func collect(_ asset: String, in collection: String) throws {
        try service.collect(asset, in: collection)
    }

    /// Puts a user in the place of the one with the same number, or beside the others.
    public func put(_ user: PocketUser) { service.users.put(user) }
}

extension MediaPocketService {
    /// Gives `asset` a file past the API.
    func attach(
        _ content: [UInt8], to asset: PocketAsset, filename: String, contentType: String?
    ) throws -> PocketAsset {
        var asset = asset
        try store.change(FakeOccasion(request: 0, answer: .none)) { state in
            let id = state.last.medium + 1
            let digests = try store.files.put(content, as: "\(id)")
            let medium = PocketMedia(
                id: id, filename: filename,
                contentType: MediaType.resolve(
                    filename: filename, declared: contentType, head: Array(content.prefix(64))),
                size: content.count, sha256: digests.sha256, md5: digests.md5, created: asset.created)
            asset.add(medium)
            var change = PocketChange(.created, "\(id)", at: "\(asset.path)/media", .asset(asset))
            change.medium = medium
            return change
        }
        return asset
    }
}
