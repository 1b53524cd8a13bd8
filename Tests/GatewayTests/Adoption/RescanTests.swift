import Bytes
import Foundation
import Gateway
import Raster
import RasterCatalog
import SQLite
import TestSupport
import Testing

@Suite struct RescanTests {
    /// A stage with three files that have been adopted.
    private func scanned() async throws -> AdoptionStage {
        let stage = try await AdoptionStage()
        for path in ["a/one.txt", "a/two.txt", "three.txt"] { try stage.write(path, at: path) }
        try await stage.scan()
        return stage
    }

    @Test func `an unchanged folder changes nothing, not even the revision`() async throws {
        let stage = try await scanned()
        let before = try await stage.library()

        let outcome = try await stage.scan()

        #expect(outcome.files == 3 && !outcome.hasChanges)
        #expect(try await stage.library() == before)
    }

    @Test func `a changed file keeps its asset, which forgets what the old bytes were`() async throws {
        let stage = try await scanned()
        let before = try #require(try await stage.asset("three.txt"))
        _ = try await stage.gateway.hashAdopted(stage.adoption)
        stage.clock.advance(by: .seconds(60))
        try stage.write("longer than it was", at: "three.txt")

        let outcome = try await stage.scan()

        let after = try #require(try await stage.asset("three.txt"))
        #expect(outcome.changed.examples == ["three.txt"])
        #expect(after.id == before.id && after.size == 18 && after.digest == nil)
        #expect(after.updated == stage.clock.now() && after.created == before.created)
    }

    @Test func `a changed file of another kind is counted anew`() async throws {
        let stage = try await scanned()
        try Data([0x89, 0x50, 0x4E, 0x47]).write(to: URL(filePath: stage.root + "/three.txt"))

        try await stage.scan()

        let library = try #require(try await stage.library())
        #expect(library.photosCount == 1 && library.assetsCount == 3)
    }

    @Test func `a renamed file keeps its asset and its URL and takes the new name`() async throws {
        let stage = try await scanned()
        let before = try #require(try await stage.asset("three.txt"))
        try stage.rename("three.txt", "four.txt")

        let outcome = try await stage.scan()

        let after = try #require(try await stage.asset("four.txt"))
        #expect(outcome.moved.count == 1 && outcome.added.count == 0 && outcome.missing.count == 0)
        #expect(after.id == before.id && after.filename == "three.txt" && after.name == "four")
        let query = SearchQuery(text: "four", libraries: [stage.photos], page: .first)
        #expect(try await stage.truth.read { try await $0.search(query) }.found == 1)
    }

    @Test func `a moved folder changes the tags that folders gave, and no others`() async throws {
        let stage = try await scanned()
        let before = try #require(try await stage.asset("a/one.txt"))
        _ = try await stage.truth.write { [photos = stage.photos, clock = stage.clock] in
            try await $0.tag([before.id], with: ["mine"], in: photos, at: clock.now())
        }
        try stage.rename("a", "b")

        let outcome = try await stage.scan()

        #expect(outcome.moved.count == 2 && outcome.missing.count == 0)
        #expect(try await stage.asset("b/one.txt")?.tags == ["mine", "b"])
        let tags = try await stage.truth.read { [photos = stage.photos] in
            try await $0.tags(in: photos, limit: 10)
        }
        #expect(tags == [Tag(id: "b", count: 2), Tag(id: "mine", count: 1)])
    }

    @Test func `a second name of a file is an asset of its own`() async throws {
        let stage = try await scanned()
        try FileManager.default.linkItem(
            atPath: stage.root + "/three.txt", toPath: stage.root + "/second.txt")

        let outcome = try await stage.scan()

        #expect(outcome.added.examples == ["second.txt"] && outcome.moved.count == 0)
    }

    @Test func `files that changed places are changed, not lost`() async throws {
        let stage = try await scanned()
        let ids = try await stage.assets().map(\.id).sorted()
        try stage.rename("a/one.txt", "swap")
        try stage.rename("a/two.txt", "a/one.txt")
        try stage.rename("swap", "a/two.txt")

        let outcome = try await stage.scan()

        #expect(outcome.changed.count == 2 && outcome.added.count == 0 && outcome.missing.count == 0)
        #expect(try await stage.assets().map(\.id).sorted() == ids)
    }

    @Test func `a file that vanished is missing, never trashed, and comes back`() async throws {
        let stage = try await scanned()
        let asset = try #require(try await stage.asset("three.txt"))
        try stage.rename("three.txt", "../aside")

        let gone = try await stage.scan()
        let again = try await stage.scan()
        let whileAway = try await stage.missing()
        try stage.rename("../aside", "three.txt")
        let back = try await stage.scan()

        #expect(gone.missing.examples == ["three.txt"] && again.missing.count == 0)
        #expect(whileAway == ["three.txt"])
        #expect(back.returned.examples == ["three.txt"] && back.added.count == 0)
        #expect(try await stage.missing().isEmpty)
        #expect(try await stage.asset("three.txt") == asset)
    }

    @Test func `a missing file that turns up elsewhere is the same asset`() async throws {
        let stage = try await scanned()
        let id = try #require(try await stage.asset("three.txt")).id
        try stage.rename("three.txt", "../aside")
        try await stage.scan()
        try stage.rename("../aside", "a/elsewhere.txt")

        let outcome = try await stage.scan()

        #expect(outcome.moved.count == 1 && outcome.returned.count == 1)
        #expect(try await stage.asset("a/elsewhere.txt")?.id == id)
        #expect(try await stage.missing().isEmpty)
    }

    @Test func `a link in the place of a file makes it missing`() async throws {
        let stage = try await scanned()
        try stage.remove("three.txt")
        try FileManager.default.createSymbolicLink(
            atPath: stage.root + "/three.txt", withDestinationPath: stage.root + "/a/one.txt")

        let outcome = try await stage.scan()

        #expect(outcome.missing.examples == ["three.txt"] && outcome.skipped == [.link: 1])
    }

    @Test(arguments: [EACCES, EIO])
    func `below a folder that cannot be read nothing counts as missing`(_ code: Int32) async throws {
        let stage = try await scanned()
        stage.obstacles.set("a", code)
        try stage.remove("three.txt")

        let outcome = try await stage.scan()

        #expect(outcome.missing.examples == ["three.txt"])
        #expect(outcome.unreadable.examples.map(\.id) == ["a"])
        #expect(try await stage.current().lastScan?.unreadable == 1)
    }

    @Test func `a root that is gone fails the scan, and nothing is missing`() async throws {
        let stage = try await scanned()
        try FileManager.default.moveItem(atPath: stage.root, toPath: stage.root + "-away")

        let error = await #expect(throws: StorageError.self) { try await stage.scan() }

        #expect(error?.kind == .unavailable && error?.message.contains(stage.root) == true)
        #expect(try await stage.missing().isEmpty)
        #expect(try await stage.current().lastScan?.failure == error?.message)
    }

    @Test func `an empty folder in the place of the root fails the scan, and nothing is missing`()
        async throws
    {
        let stage = try await scanned()
        try FileManager.default.moveItem(atPath: stage.root, toPath: stage.root + "-away")
        try FileManager.default.createDirectory(atPath: stage.root, withIntermediateDirectories: false)

        let error = await #expect(throws: StorageError.self) { try await stage.scan() }

        #expect(error?.message.contains("mounted") == true)
        #expect(try await stage.missing().isEmpty)
    }

    @Test func `the same tree under another number is the same tree`() async throws {
        let stage = try await scanned()
        let before = try await stage.assets().map(\.id)
        try FileManager.default.moveItem(atPath: stage.root, toPath: stage.root + "-away")
        try FileManager.default.createDirectory(atPath: stage.root, withIntermediateDirectories: false)
        for name in ["a", "three.txt"] { try stage.rename("../tree-away/\(name)", name) }

        let outcome = try await stage.scan()

        #expect(!outcome.hasChanges)
        #expect(try await stage.assets().map(\.id) == before)
    }

    @Test func `a file is known after a move although its file system has another number now`() async throws {
        let stage = try await scanned()
        let known = try #require(try await stage.asset("three.txt"))
        let database = try Connection(path: stage.folder.path + "/catalog.sqlite")
        try database.run("UPDATE adopted_files SET device = 99")
        try database.run("UPDATE adoptions SET device = 99")
        try stage.rename("three.txt", "four.txt")

        let outcome = try await stage.scan()

        #expect(outcome.moved.count == 1 && outcome.added.count == 0)
        #expect(try await stage.asset("four.txt")?.id == known.id)
    }

    @Test func `all files of a root that is still the same one may be gone`() async throws {
        let stage = try await scanned()
        for path in ["a", "three.txt"] { try stage.remove(path) }

        #expect(try await stage.scan().missing.count == 3)
    }

    @Test func `a file that may not be read is adopted by its name`() async throws {
        let stage = try await AdoptionStage()
        try stage.write(at: "secret.png")
        stage.obstacles.set("secret.png", EACCES)

        let outcome = try await stage.scan()

        #expect(outcome.added.count == 1 && outcome.unreadable.count == 1)
        #expect(try await stage.asset("secret.png")?.contentType == "image/png")
    }
}
