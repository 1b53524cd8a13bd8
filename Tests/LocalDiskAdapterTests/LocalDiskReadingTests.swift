import Bytes
import Glibc
import LocalDiskAdapter
import Raster
import TestSupport
import Testing

@Suite struct LocalDiskReadingTests {
    @Test func `an asset is opened as a part of a file`() async throws {
        try await DiskFixture.run { fixture in
            let asset = try await fixture.store()

            let content = try await fixture.adapter.open(asset.id, ByteRange(offset: 1, length: 3))

            guard case .file(let slice) = content else { return #expect(Bool(false), "no file") }
            #expect(slice.range == ByteRange(offset: 1, length: 3))
        }
    }

    @Test func `a listing goes by native id in pages of a thousand`() async throws {
        try await DiskFixture.run { fixture in
            for number in 0..<1001 {
                let id = String(36 * 36 * 36 + number, radix: 36)
                mkdir(fixture.root + "/files/" + id.prefix(2), 0o700)
                try writeFile("x", at: fixture.root + "/files/\(id.prefix(2))/\(id)")
            }

            let first = try await fixture.adapter.list(in: nil, after: nil)
            let second = try await fixture.adapter.list(in: nil, after: first.next)

            let ids = (first.assets + second.assets).map(\.id)
            #expect(first.assets.count == 1000)
            #expect(second.next == nil)
            #expect(ids == ids.sorted())
            #expect(Set(ids).count == 1001)
        }
    }

    @Test func `an id of one character is an asset too`() async throws {
        try await DiskFixture.run { fixture in
            let asset = try await fixture.store("a")

            #expect(asset.id == "a/a")
            #expect(try await fixture.text(of: "a/a") == "hello")
            #expect(try await fixture.adapter.list(in: nil, after: nil).assets.map(\.id) == ["a/a"])
        }
    }

    @Test(arguments: ["abcd", "zz/abcd", "ab//abcd", "ab/abcd/", "/ab/abcd", "ab/../ab/abcd"])
    func `only the exact native id names an asset`(_ id: String) async throws {
        try await DiskFixture.run { fixture in
            try await fixture.store()

            let error = await failure { () throws(StorageError) in
                _ = try await fixture.adapter.stat(NativeID(id))
            }

            #expect(error?.kind == .notFound)
        }
    }

    @Test func `a bookmark of another system is invalid`() async throws {
        try await DiskFixture.run { fixture in
            let error = await failure { () throws(StorageError) in
                _ = try await fixture.adapter.list(in: nil, after: PageToken("../.."))
            }

            #expect(error?.kind == .invalid)
        }
    }

    @Test func `only bytes arrive on a disk`() {
        let adapter = LocalDiskAdapter(name: "disk", root: "/nowhere")

        for field in AssetField.allCases {
            let fate = adapter.fidelity(of: field, .text("x"))
            #expect((fate == .exact) == (field == .bytes))
        }
    }

    @Test func `the room on a disk is known and that of nothing is not`() async throws {
        try await withTemporaryFolder { folder in
            let bytes = try #require(DiskSpace.availableBytes(at: folder))
            #expect(bytes > 0)
            #expect(DiskSpace.availableBytes(at: folder + "/missing") == nil)
        }
    }
}
