import Bytes
import Glibc
import LocalDiskAdapter
import Raster
import TestSupport
import Testing

@Suite struct LocalDiskSafetyTests {
    /// Fails unless no operation reaches through `ab/abcd`.
    private func expectRefusal(_ fixture: DiskFixture) async {
        let adapter = fixture.adapter
        let errors = [
            await failure { () throws(StorageError) in _ = try await adapter.stat("ab/abcd") },
            await failure { () throws(StorageError) in _ = try await adapter.open("ab/abcd", nil) },
            await failure { () throws(StorageError) in try await adapter.delete("ab/abcd") },
            await failure { () throws(StorageError) in _ = try await adapter.find(fixture.draft().key) },
        ]
        for error in errors { #expect(error?.kind == .malformed) }
    }

    @Test func `a link in an asset's place is not followed`() async throws {
        try await DiskFixture.run { fixture in
            try writeFile("secret", at: fixture.root + "/secret")
            mkdir(fixture.root + "/files/ab", 0o700)
            symlink(fixture.root + "/secret", fixture.root + "/files/ab/abcd")

            await expectRefusal(fixture)

            let error = await failure { () throws(StorageError) in try await fixture.store() }
            #expect(error?.kind == .alreadyExists)
            #expect(entries(of: fixture.root).contains("secret"))
        }
    }

    @Test func `a link in a shard's place is not followed`() async throws {
        try await DiskFixture.run { fixture in
            mkdir(fixture.root + "/elsewhere", 0o700)
            try writeFile("secret", at: fixture.root + "/elsewhere/abcd")
            symlink(fixture.root + "/elsewhere", fixture.root + "/files/ab")

            await expectRefusal(fixture)

            let error = await failure { () throws(StorageError) in try await fixture.store("abzz") }
            #expect(error?.kind == .malformed)
            #expect(tree(of: fixture.root + "/elsewhere") == ["abcd"])
        }
    }

    @Test func `a pipe in an asset's place holds nobody up`() async throws {
        try await DiskFixture.run { fixture in
            mkdir(fixture.root + "/files/ab", 0o700)
            mkfifo(fixture.root + "/files/ab/abcd", 0o600)

            await expectRefusal(fixture)
        }
    }

    @Test func `a link in the spool folder is not taken over`() async throws {
        try await DiskFixture.run { fixture in
            try writeFile("hello", at: fixture.root + "/secret")
            let path = fixture.root + "/spool/upload"
            symlink(fixture.root + "/secret", path)
            let file = OpenFile(descriptor: open(path, O_RDONLY), path: path)
            let content = Content.file(FileSlice(file, ByteRange(offset: 0, length: 5)))

            let asset = try await fixture.adapter.create(fixture.draft(), content)

            #expect(try await fixture.text(of: asset.id) == "hello")
            #expect(entries(of: fixture.root).contains("secret"))
            #expect(fixture.spool == ["upload"])
        }
    }

    @Test func `a spool path that climbs out is not taken over`() async throws {
        try await DiskFixture.run { fixture in
            try writeFile("hello", at: fixture.root + "/outside")
            let path = fixture.root + "/spool/../outside"
            let file = OpenFile(descriptor: open(path, O_RDONLY), path: path)
            let content = Content.file(FileSlice(file, ByteRange(offset: 0, length: 5)))

            _ = try await fixture.adapter.create(fixture.draft(), content)

            #expect(entries(of: fixture.root).contains("outside"))
        }
    }

    @Test func `a listing passes over what is no asset`() async throws {
        try await DiskFixture.run { fixture in
            try await fixture.store()
            try writeFile("x", at: fixture.root + "/files/ab/.abcd.swp")
            try writeFile("x", at: fixture.root + "/files/ab/zzzz")
            try writeFile("x", at: fixture.root + "/files/README")
            symlink("/etc", fixture.root + "/files/zz")
            symlink("/etc/hostname", fixture.root + "/files/ab/ablink")

            let page = try await fixture.adapter.list(in: nil, after: nil)

            #expect(page.assets.map(\.id) == ["ab/abcd"])
            #expect(page.next == nil)
        }
    }

    @Test func `two adapters on one root see each other's assets and never overwrite`() async throws {
        try await DiskFixture.run { fixture in
            let other = try await LocalDiskAdapter.prepared(at: fixture.root)
            let asset = try await fixture.store()

            let error = await failure { () throws(StorageError) in
                _ = try await other.create(fixture.draft(), .stream(ByteStream("other".utf8)))
            }
            #expect(error?.kind == .alreadyExists)
            #expect(try await other.stat(asset.id).size == 5)
            try await other.delete(asset.id)
            #expect(fixture.files.isEmpty)
        }
    }

    @Test func `two adapters on one root may bring the same shard and key at once`() async throws {
        try await DiskFixture.run { fixture in
            let other = try await LocalDiskAdapter.prepared(at: fixture.root)
            let draft = fixture.draft()

            async let first = failure { () throws(StorageError) in
                _ = try await fixture.adapter.create(draft, .stream(ByteStream("hello".utf8, chunkSize: 1)))
            }
            async let second = failure { () throws(StorageError) in
                _ = try await other.create(draft, .stream(ByteStream("other".utf8, chunkSize: 1)))
            }

            let errors = await [first, second].compactMap(\.self)
            #expect(errors.map(\.kind) == [.alreadyExists])
            #expect(fixture.files == ["ab/abcd"])
            #expect(fixture.spool.isEmpty)
        }
    }
}
