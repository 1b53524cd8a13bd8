import Raster
import RasterCatalog
import TestSupport
import Testing

/// Adopted files come in the middle of the order and change their tags when they are moved: what pages count must
/// follow.
@Suite struct AdoptedPageTests {
    private let fixture: CatalogFixture
    private let adoption: Adoption

    init() async throws {
        var options = SQLiteCatalog.Options()
        options.blockSize = 2
        let fixture = try await CatalogFixture(options: options)
        adoption = try await fixture.catalog.write { writer in
            try await writer.insert(
                NewAdoption(library: fixture.photos, adapter: "folder", root: "/srv", created: .sample()))
        }
        self.fixture = fixture
    }

    private var faults: [String] {
        get throws { try BlockInspection(fixture.folder.file, size: 2).faults() }
    }

    private func figures(_ number: Int) -> FileFigures {
        FileFigures(
            identity: FileIdentity(device: 1, inode: Int64(number)), size: number, modified: Int64(number))
    }

    /// Adopts twelve files, in an order of their own; the rows.
    private func adopt() async throws -> [AssetKey] {
        let files = (0..<12).map { number in
            var asset = Asset.sample(AssetID("a\(number)"), tags: ["all", "f\(number % 3)"])
            asset.created = .sample(Int64(number * 7 % 12))
            asset.home = NativeReference("folder", NativeID("f\(number % 3)/\(number)"))
            return NewAdoptedFile(asset, figures(number))
        }
        return try await fixture.catalog.write { [adoption] in try await $0.adopt(files, into: adoption.key) }
    }

    private func move(_ rows: [AssetKey]) async throws {
        let moves = rows.enumerated().map { number, key in
            AdoptedMove(
                key, to: NativeID("new/\(number)"), figures(number), name: "n\(number)", contentType: nil,
                oldTags: ["f\(number % 3)"], newTags: ["new"])
        }
        try await fixture.catalog.write { try await $0.relocate(moves, at: .sample(99)) }
    }

    /// How many assets each of `tags` lists.
    private func listed(_ tags: [String]) async throws -> [Int] {
        var counts: [Int] = []
        for tag in tags {
            let assets = try await fixture.catalog.read { [fixture] in
                try await $0.assets(
                    in: fixture.photos, carryingAnyOf: [tag], page: PageRequest(number: 1, size: 100))
            }
            counts.append(assets.count)
        }
        return counts
    }

    @Test func `adopted files are counted where they belong`() async throws {
        _ = try await adopt()

        #expect(try faults == [])
        #expect(try await listed(["f1"]) == [4])
    }

    @Test func `moved files are counted under their new folders alone`() async throws {
        try await move(try await adopt())

        #expect(try faults == [])
        #expect(try await listed(["new", "f1", "all"]) == [12, 0, 12])
    }

    @Test func `files that are moved while they lie in the trash are counted once they are restored`()
        async throws
    {
        let rows = try await adopt()
        let ids = (0..<6).map { AssetID("a\($0)") }
        try await fixture.catalog.write { [fixture] writer in
            _ = try await writer.trash(ids, in: fixture.photos, at: .sample(50), purgeAt: .sample(1000))
        }

        try await move(rows)
        let meanwhile = (try faults, try await listed(["new"]))
        try await fixture.catalog.write { [fixture] writer in
            _ = try await writer.restore(ids, in: fixture.photos, at: .sample(200))
        }

        #expect(meanwhile == ([], [6]))
        #expect(try faults == [])
        #expect(try await listed(["new", "f1"]) == [12, 0])
    }
}
