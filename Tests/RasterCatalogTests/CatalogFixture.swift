import Foundation
import Raster
import RasterCatalog
import TestSupport

/// A catalog in a folder of its own, which goes away with it.
final class Folder: Sendable {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "catalog-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path(percentEncoded: false)
    }

    var file: String { path + "/catalog.sqlite" }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// A catalog with the organization `acme` and its libraries `photos` and `drafts`.
struct CatalogFixture {
    let folder: Folder
    let catalog: SQLiteCatalog
    let photos: LibraryKey
    let drafts: LibraryKey

    init(options: SQLiteCatalog.Options = .init()) async throws {
        folder = try Folder()
        catalog = try await SQLiteCatalog(path: folder.file, options: options)
        (photos, drafts) = try await catalog.write { writer in
            try await writer.insert(Organization.sample())
            let photos = try await writer.insert(NewLibrary.sample("photos"))
            let drafts = try await writer.insert(NewLibrary.sample("drafts"))
            return (photos.key, drafts.key)
        }
    }

    /// Publishes assets into `photos`, each in a request of its own.
    @discardableResult
    func publish(_ assets: Asset..., in library: LibraryKey? = nil) async throws -> [Asset] {
        var published: [Asset] = []
        for asset in assets { published += try await publish(together: [asset], in: library) }
        return published
    }

    /// Publishes assets in one request.
    @discardableResult
    func publish(together assets: [Asset], in library: LibraryKey? = nil) async throws -> [Asset] {
        let library = library ?? photos
        return try await catalog.write { try await $0.publish(assets.map { NewAsset($0, in: library) }) }
    }

    func tag(_ ids: [AssetID], _ tags: [String], at now: Timestamp = .sample(1000)) async throws -> Int {
        try await catalog.write { [photos] in try await $0.tag(ids, with: tags, in: photos, at: now) }
    }

    func untag(_ ids: [AssetID], _ tags: [String], at now: Timestamp = .sample(2000)) async throws -> Int {
        try await catalog.write { [photos] in try await $0.untag(ids, of: tags, in: photos, at: now) }
    }

    @discardableResult
    func trash(_ ids: AssetID..., at now: Timestamp = .sample(3000)) async throws -> [AssetID] {
        try await catalog.write { [photos] in
            try await $0.trash(ids, in: photos, at: now, purgeAt: now + .days(30))
        }
    }

    @discardableResult
    func restore(_ ids: AssetID..., at now: Timestamp = .sample(4000)) async throws -> [AssetID] {
        try await catalog.write { [photos] in try await $0.restore(ids, in: photos, at: now) }
    }

    func transfer(_ ids: AssetID..., at now: Timestamp = .sample(5000)) async throws -> Int {
        try await catalog.write { [photos, drafts] in
            try await $0.transfer(ids, from: photos, to: drafts, at: now)
        }
    }

    func asset(_ id: AssetID) async throws -> Asset? {
        try await catalog.read { [photos] in try await $0.asset(id, in: photos) }
    }

    func list(tags: [String] = [], page: PageRequest = .first, in library: LibraryKey? = nil)
        async throws -> [AssetID]
    {
        let library = library ?? photos
        return try await catalog.read {
            try await $0.assets(in: library, carryingAnyOf: tags, page: page).map(\.id)
        }
    }

    func tags(in library: LibraryKey? = nil) async throws -> [Tag] {
        let library = library ?? photos
        return try await catalog.read { try await $0.tags(in: library, limit: 100) }
    }

    func search(_ text: String, page: PageRequest = .first, in libraries: [LibraryKey]? = nil)
        async throws -> SearchResult
    {
        let query = SearchQuery(text: text, libraries: libraries ?? [photos], page: page)
        return try await catalog.read { try await $0.search(query) }
    }

    func library(_ id: LibraryID = "photos") async throws -> Library? {
        try await catalog.read { try await $0.library(id, in: "acme") }
    }
}
