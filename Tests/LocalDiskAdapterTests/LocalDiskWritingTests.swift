import Bytes
import Glibc
import LocalDiskAdapter
import Raster
import TestSupport
import Testing

@Suite struct LocalDiskWritingTests {
    @Test func `once every shard is there, the first file of one costs no more than the second`() async throws
    {
        try await DiskFixture.run { fixture in
            try await fixture.adapter.makeShards()
            try await fixture.adapter.makeShards()

            var calls: [Int] = []
            for id: AssetID in ["zz12", "zz13"] {
                fixture.faults.arm(.max, .shortWrite)
                try await fixture.store(id)
                calls.append(fixture.faults.log.count)
            }

            #expect(calls[0] == calls[1])
        }
    }

    @Test func `an asset lies below the first two characters of its id`() async throws {
        try await DiskFixture.run { fixture in
            let asset = try await fixture.store("k3x9")

            #expect(asset.id == "k3/k3x9")
            #expect(asset.asset == "k3x9")
            #expect(fixture.files == ["k3/k3x9"])
        }
    }

    @Test(arguments: ["files", "spool"])
    func `a folder that was removed under the running server is made again`(_ folder: String) async throws {
        try await DiskFixture.run { fixture in
            let content = try fixture.spooled()
            removeTree("\(fixture.root)/\(folder)")

            let asset = try await fixture.adapter.create(fixture.draft(), content)

            #expect(try await fixture.text(of: asset.id) == "hello")
            #expect(fixture.files == ["ab/abcd"])
        }
    }

    @Test func `a root that was removed under the running server is unavailable and not made`() async throws {
        try await DiskFixture.run { fixture in
            let content = try fixture.spooled()
            removeTree(fixture.root)

            let error = await failure { () throws(StorageError) in
                _ = try await fixture.adapter.create(fixture.draft(), content)
            }

            #expect(error?.kind == .unavailable)
            #expect(error?.effect == StorageError.Effect.none)
            #expect(access(fixture.root, F_OK) != 0)
        }
    }

    @Test func `a file in the spool folder is moved, not copied`() async throws {
        try await DiskFixture.run { fixture in
            let content = try fixture.spooled()
            fixture.faults.arm(Int.max, .shortWrite)

            let asset = try await fixture.adapter.create(fixture.draft(), content)

            #expect(!fixture.faults.log.contains("write"))
            #expect(fixture.spool.isEmpty)
            #expect(try await fixture.text(of: asset.id) == "hello")
        }
    }

    @Test func `the first asset of a shard costs two syncs and the next one`() async throws {
        try await DiskFixture.run { fixture in
            let (first, second) = (try fixture.spooled("1"), try fixture.spooled("2"))
            fixture.faults.arm(Int.max, .shortWrite)
            _ = try await fixture.adapter.create(fixture.draft("ab1"), first)
            let costOfFirst = fixture.faults.log.count { $0 == "sync" }
            fixture.faults.arm(Int.max, .shortWrite)
            _ = try await fixture.adapter.create(fixture.draft("ab2"), second)

            #expect(costOfFirst == 2)
            #expect(fixture.faults.log.count { $0 == "sync" } == 1)
        }
    }

    @Test func `a part of a spooled file is copied and the file left`() async throws {
        try await DiskFixture.run { fixture in
            let part = ByteRange(offset: 1, length: 3)
            let content = try fixture.file(at: fixture.root + "/spool/upload", part)

            let asset = try await fixture.adapter.create(fixture.draft(size: 3), content)

            #expect(try await fixture.text(of: asset.id) == "ell")
            #expect(fixture.spool == ["upload"])
        }
    }

    @Test func `a spooled file with a second name is copied, since others may write to it`() async throws {
        try await DiskFixture.run { fixture in
            let content = try fixture.spooled()
            link(fixture.root + "/spool/upload", fixture.root + "/other")

            _ = try await fixture.adapter.create(fixture.draft(), content)

            #expect(fixture.spool == ["upload"])
        }
    }

    @Test func `a spooled name that means another file by now is not moved`() async throws {
        try await DiskFixture.run { fixture in
            let content = try fixture.spooled()
            unlink(fixture.root + "/spool/upload")
            try writeFile("other", at: fixture.root + "/spool/upload")

            let asset = try await fixture.adapter.create(fixture.draft(), content)

            #expect(try await fixture.text(of: asset.id) == "hello")
            #expect(fixture.spool == ["upload"])
        }
    }

    @Test(arguments: ["", "../evil", "ABCD", "a.b", "a/b", "é", String(repeating: "a", count: 65)])
    func `an id that could mean another path is refused before any call`(_ id: String) async throws {
        try await DiskFixture.run { fixture in
            fixture.faults.arm(Int.max, .shortWrite)
            let error = await failure { () throws(StorageError) in try await fixture.store(AssetID(id)) }

            #expect(error?.kind == .invalid)
            #expect(fixture.faults.log.isEmpty)
        }
    }

    @Test func `a spooled file of another length is refused and left to its owner`() async throws {
        try await DiskFixture.run { fixture in
            let content = try fixture.spooled()
            let error = await failure { () throws(StorageError) in
                _ = try await fixture.adapter.create(fixture.draft(size: 4), content)
            }

            #expect(error?.kind == .invalid)
            #expect(fixture.spool == ["upload"])
        }
    }

    @Test func `a taken key leaves the spooled file to its owner`() async throws {
        try await DiskFixture.run { fixture in
            try await fixture.store()
            let content = try fixture.spooled()
            let error = await failure { () throws(StorageError) in
                _ = try await fixture.adapter.create(fixture.draft(), content)
            }

            #expect(error?.kind == .alreadyExists)
            #expect(fixture.spool == ["upload"])
        }
    }

    @Test func `sweeping removes what a crash left in the spool folder and nothing else`() async throws {
        try await DiskFixture.run { fixture in
            try await fixture.store()
            try writeFile("half", at: fixture.root + "/spool/abcd.0.copy")
            symlink(fixture.root + "/files/ab/abcd", fixture.root + "/spool/link")

            let removed = try await fixture.adapter.sweepSpool()

            #expect(removed == 2)
            #expect(fixture.spool.isEmpty)
            #expect(fixture.files == ["ab/abcd"])
        }
    }

    @Test func `a leftover with the same name is in nobody's way`() async throws {
        try await DiskFixture.run { fixture in
            try writeFile("half", at: fixture.root + "/spool/abcd.0.copy")

            let asset = try await fixture.store()

            #expect(try await fixture.text(of: asset.id) == "hello")
            #expect(fixture.spool == ["abcd.0.copy"])
        }
    }

    @Test func `the folders are for their owner only`() async throws {
        try await DiskFixture.run { fixture in
            for path in ["", "/files", "/spool"] {
                var status = stat()
                stat(fixture.root + path, &status)
                #expect(status.st_mode & 0o777 == 0o700)
            }
        }
    }

    @Test func `an adapter that is not prepared says so`() async throws {
        let adapter = LocalDiskAdapter(name: "disk", root: "/nowhere")

        let error = await failure { () throws(StorageError) in _ = try await adapter.stat("ab/abcd") }

        #expect(error?.kind == .internal)
        #expect(error?.adapter == "disk")
    }
}
