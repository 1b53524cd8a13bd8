import Bytes
import Foundation
import Gateway
import Raster
import RasterCatalog
import TestSupport
import Testing

@Suite struct AdoptedTrashTests {
    /// A stage with the adopted file `a/one.txt`, and its asset.
    private func scanned(unlinks: Bool = false) async throws -> (AdoptionStage, Asset) {
        let stage = try await AdoptionStage(unlinks: unlinks)
        try stage.write("12345", at: "a/one.txt")
        try await stage.scan()
        return (stage, try #require(try await stage.asset("a/one.txt")))
    }

    private var there: [String] { ["a/one.txt"] }

    @Test func `a trashed asset stays trashed, whatever the scan sees`() async throws {
        let (stage, asset) = try await scanned()
        try await stage.trash(asset.id)

        let unchanged = try await stage.scan()
        try stage.write("changed", at: "a/one.txt")
        let changed = try await stage.scan()
        try stage.rename("a/one.txt", "two.txt")
        let moved = try await stage.scan()

        #expect(unchanged.added.count == 0 && changed.changed.count == 1 && moved.moved.count == 1)
        #expect(try await stage.assets().isEmpty)
        #expect(try await stage.library()?.trashCount == 1)
    }

    @Test func `an asset that was moved while it lay in the trash is restored with its new tags`()
        async throws
    {
        let (stage, asset) = try await scanned()
        try await stage.trash(asset.id)
        try stage.rename("a", "b")
        try await stage.scan()

        _ = try await stage.truth.write { [photos = stage.photos, clock = stage.clock] in
            try await $0.restore([asset.id], in: photos, at: clock.now())
        }

        #expect(try await stage.asset("b/one.txt")?.tags == ["b"])
        let tags = try await stage.truth.read { [photos = stage.photos] in
            try await $0.tags(in: photos, limit: 10)
        }
        #expect(tags == [Tag(id: "b", count: 1)])
    }

    @Test func `a purge leaves the file, which is not adopted again`() async throws {
        let (stage, asset) = try await scanned()

        try await stage.purge(asset.id)
        let outcome = try await stage.scan()

        #expect(tree(of: stage.root) == there)
        #expect(outcome.unwanted.examples == ["a/one.txt"] && outcome.added.count == 0)
        #expect(try await stage.library()?.trashCount == 0)
    }

    @Test func `once the purged file is gone, a new one in its place is adopted`() async throws {
        let (stage, asset) = try await scanned()
        try await stage.purge(asset.id)
        try stage.remove("a/one.txt")
        try await stage.scan()
        try stage.write("new", at: "a/one.txt")

        #expect(try await stage.scan().added.count == 1)
    }

    @Test func `a known file that is moved over a purged one stays an asset`() async throws {
        let (stage, asset) = try await scanned()
        try stage.write("another", at: "two.txt")
        try await stage.scan()
        let other = try #require(try await stage.asset("two.txt"))
        try await stage.purge(asset.id)
        try stage.remove("a/one.txt")
        try stage.rename("two.txt", "a/one.txt")

        let outcome = try await stage.scan()

        #expect(outcome.moved.count == 1 && outcome.unwanted.count == 0 && outcome.missing.count == 0)
        #expect(try await stage.asset("a/one.txt")?.id == other.id)
        #expect(try await stage.scan().unwanted.count == 0)
    }

    @Test func `where a folder cannot be read, what was purged in it is not forgotten`() async throws {
        let (stage, asset) = try await scanned()
        try await stage.purge(asset.id)
        stage.obstacles.set("a", EACCES)
        try await stage.scan()
        stage.obstacles.set("a", nil)

        #expect(try await stage.scan().unwanted.count == 1)
    }

    @Test func `a purge removes the file where that was asked for, and leaves nothing to remember`()
        async throws
    {
        let (stage, asset) = try await scanned(unlinks: true)

        try await stage.purge(asset.id)
        let gone = tree(of: stage.root)
        try stage.write("new", at: "a/one.txt")

        #expect(gone.isEmpty)
        #expect(try await stage.scan().added.count == 1)
    }

    @Test(arguments: [false, true])
    func `removing the library never touches the files`(_ unlinks: Bool) async throws {
        let (stage, _) = try await scanned(unlinks: unlinks)

        try await stage.truth.write { [photos = stage.photos] in try await $0.remove(photos) }
        while try await stage.gateway.purgeDue() > 0 {}

        #expect(tree(of: stage.root) == there)
        #expect(try await stage.truth.read { try await $0.adoptions() }.isEmpty)
        #expect(try await stage.storedBytes() == 0)
    }

    @Test func `a purge that was broken off as the library was removed leaves the file too`() async throws {
        let (stage, _) = try await scanned(unlinks: true)
        try await stage.truth.write { [photos = stage.photos] in try await $0.remove(photos) }
        stage.process.die(at: .afterWrite(1))
        _ = try? await stage.gateway.purgeDue()

        _ = try await stage.restarted().recover()

        #expect(tree(of: stage.root) == there)
        #expect(try await stage.truth.read { try await $0.openIntents(limit: 10) }.isEmpty)
    }

    @Test func `removing the organization takes its adoptions along and leaves the files`() async throws {
        let (stage, _) = try await scanned(unlinks: true)

        try await stage.truth.write { try await $0.remove("acme" as OrganizationID) }
        while try await stage.gateway.purgeDue() > 0 {}

        #expect(tree(of: stage.root) == there)
        #expect(try await stage.truth.read { try await $0.adoptions() }.isEmpty)
    }

    @Test func `a transferred asset keeps its file and is not adopted again`() async throws {
        let (stage, asset) = try await scanned()
        _ = try await stage.truth.write { [photos = stage.photos, drafts = stage.drafts] in
            try await $0.transfer([asset.id], from: photos, to: drafts, at: .sample())
        }

        let outcome = try await stage.scan()

        #expect(!outcome.hasChanges)
        let moved = try #require(try await stage.asset("a/one.txt", in: stage.drafts))
        #expect(moved.id == asset.id && moved.tags == ["a"])
        #expect(try await stage.gateway.revision(of: moved)?.size == 5)
        #expect(try await stage.storedBytes() == 0)
    }

    @Test func `a transferred asset outlives the library that adopted it`() async throws {
        let (stage, asset) = try await scanned()
        _ = try await stage.truth.write { [photos = stage.photos, drafts = stage.drafts] writer in
            _ = try await writer.transfer([asset.id], from: photos, to: drafts, at: .sample())
            try await writer.remove(photos)
        }
        while try await stage.gateway.purgeDue() > 0 {}

        let gateway = stage.restarted()
        let open = try await gateway.openAdoptions()
        let moved = try #require(try await stage.asset("a/one.txt", in: stage.drafts))

        #expect(open.isEmpty)
        #expect(try await gateway.revision(of: moved)?.size == 5)
        try await stage.purge(asset.id, in: stage.drafts)
        #expect(try await stage.truth.read { try await $0.adoptions() }.isEmpty)
    }

    @Test func `sizes that change keep every counter right to the end`() async throws {
        let (stage, asset) = try await scanned()
        try stage.write("much longer than before", at: "a/one.txt")
        try await stage.scan()
        try await stage.trash(asset.id)
        try stage.write("short", at: "a/one.txt")
        try await stage.scan()
        let totals = try await stage.truth.read { try await $0.totals() }

        while try await stage.gateway.purgeDue() > 0 {}

        #expect(totals.bytes == 5 && totals.trashed == 1)
        #expect(try await stage.truth.read { try await $0.totals() }.bytes == 0)
        #expect(try await stage.storedBytes() == 0)
    }
}
