import AdoptedFolderAdapter
import Bytes
import Glibc
import Raster
import TestSupport
import Testing

@Suite struct FolderReadingTests {
    private func kind(_ body: () async throws -> Void) async -> StorageError.Kind? {
        do { try await body() } catch { return (error as? StorageError)?.kind }
        return nil
    }

    @Test(arguments: OpenFile.Confinement.allCases)
    func `a link is never followed, neither as the file nor on the way`(
        _ confinement: OpenFile.Confinement
    ) async throws {
        try await FolderFixture.run(confinement) { fixture in
            try fixture.write(at: "real/a.txt")
            symlink("a.txt", fixture.root + "/real/link.txt")
            symlink("real", fixture.root + "/way")
            symlink("/etc", fixture.root + "/out")

            for id in ["real/link.txt", "way/a.txt", "out/passwd"] as [NativeID] {
                #expect(await kind { _ = try await fixture.adapter.open(id, nil) } == .notFound)
                #expect(try fixture.adapter.look(at: id) == nil)
            }
            #expect(try await fixture.text(of: "real/a.txt") == "hello")
        }
    }

    @Test(arguments: OpenFile.Confinement.allCases)
    func `a pipe, a folder and nothing are no file`(_ confinement: OpenFile.Confinement) async throws {
        try await FolderFixture.run(confinement) { fixture in
            mkfifo(fixture.root + "/pipe", 0o644)
            try makeFolder(fixture.root + "/folder")

            for id in ["pipe", "folder", "none", "none/a", "pipe/a"] as [NativeID] {
                #expect(await kind { _ = try await fixture.adapter.open(id, nil) } == .notFound)
                #expect(await kind { _ = try await fixture.adapter.revision(of: id) } == .notFound)
            }
        }
    }

    @Test func `a file that may not be read is out of reach for now`() async throws {
        try await FolderFixture.run { fixture in
            try fixture.write(at: "a.txt")
            fixture.faults.fail("open", "a.txt", with: EACCES)

            #expect(await kind { _ = try await fixture.adapter.open("a.txt", nil) } == .unavailable)
            #expect(try fixture.adapter.look(at: "a.txt") != nil)
        }
    }

    @Test func `a root that is gone is out of reach, not an unknown asset`() async throws {
        try await FolderFixture.run { fixture in
            removeTree(fixture.root)

            #expect(await kind { _ = try await fixture.adapter.open("a.txt", nil) } == .unavailable)
            #expect(await kind { _ = try fixture.adapter.look(at: "a.txt") } == .unavailable)
            #expect(await kind { _ = try fixture.adapter.rootIdentity() } == .unavailable)
        }
    }

    @Test func `in another folder than the one that was known, no file counts as gone`() async throws {
        try await FolderFixture.run { fixture in
            let other = FileIdentity(device: 1, inode: 1)
            let adapter = AdoptedFolderAdapter(name: "folder", root: fixture.root, knownRoot: other)

            #expect(await kind { _ = try await adapter.open("a.txt", nil) } == .unavailable)
            #expect(await kind { _ = try adapter.look(at: "a.txt") } == .unavailable)
        }
    }

    @Test func `a revision has another tag once the bytes have changed`() async throws {
        try await FolderFixture.run { fixture in
            try fixture.write("one", at: "a.txt")
            let first = try await fixture.adapter.revision(of: "a.txt")
            try fixture.write("three", at: "a.txt")

            let second = try await fixture.adapter.revision(of: "a.txt")

            #expect(first.size == 3 && second.size == 5)
            #expect(first.tag != second.tag)
        }
    }

    @Test func `a revision is what was opened, whatever lies at its path afterwards`() async throws {
        try await FolderFixture.run { fixture in
            try fixture.write("first", at: "a.txt")
            let revision = try await fixture.adapter.revision(of: "a.txt")
            try fixture.write("other", at: "b.txt")
            rename(fixture.root + "/b.txt", fixture.root + "/a.txt")

            let bytes = try await revision.content().stream.collect(upTo: 100)

            #expect(bytes == Array("first".utf8))
        }
    }

    @Test func `nothing is written into the folder`() async throws {
        try await FolderFixture.run { fixture in
            let key = NaturalKey(organization: "acme", library: "main", asset: "a", filename: "a.png")
            let draft = AssetDraft(key: key, name: "a", contentType: "image/png", size: 0)

            #expect(!fixture.adapter.takesUploads)
            #expect(
                await kind { _ = try await fixture.adapter.create(draft, .stream(ByteStream([]))) }
                    == .unsupported)
            #expect(tree(of: fixture.root).isEmpty)
        }
    }

    @Test func `deleting leaves the file, unless it was asked for`() async throws {
        try await FolderFixture.run { fixture in
            try fixture.write(at: "a/b.txt")
            try await fixture.adapter.delete("a/b.txt")

            #expect(tree(of: fixture.root) == ["a/b.txt"])
        }
        try await FolderFixture.run(unlinks: true) { fixture in
            try fixture.write(at: "a/b.txt")
            symlink("b.txt", fixture.root + "/a/link")
            try await fixture.adapter.delete("a/b.txt")

            #expect(await kind { try await fixture.adapter.delete("a/link") } == .notFound)
            #expect(tree(of: fixture.root) == ["a/link"])
        }
    }

    @Test func `a deletion that may not survive a crash is unknown`() async throws {
        try await FolderFixture.run(unlinks: true) { fixture in
            try fixture.write(at: "a.txt")
            fixture.faults.fail("sync", "", with: EIO)

            let error = await #expect(throws: StorageError.self) { try await fixture.adapter.delete("a.txt") }

            #expect(error?.kind == .unavailable && error?.effect == .unknown)
        }
    }
}
