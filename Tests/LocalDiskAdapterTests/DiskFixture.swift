import Bytes
import Glibc
import LocalDiskAdapter
import Raster
import TestSupport
import Testing

/// A prepared adapter on a new folder, whose calls can be made to fail.
struct DiskFixture {
    let root: String
    let adapter: LocalDiskAdapter
    let faults: FaultyFileSystem

    /// Runs `body` with an adapter on a folder of its own.
    static func run(_ body: (DiskFixture) async throws -> Void) async throws {
        try await withTemporaryFolder { folder in
            let faults = FaultyFileSystem()
            let adapter = try await LocalDiskAdapter.prepared(at: folder + "/data", faults)
            try await body(DiskFixture(root: folder + "/data", adapter: adapter, faults: faults))
        }
    }

    /// Runs `body` once for each call that it makes after ``arm``, which fails with `fault`; how often.
    static func failingEachCall(
        _ fault: FaultyFileSystem.Fault,
        _ body: (DiskFixture, _ arm: () -> Void) async throws -> Void
    ) async throws -> Int {
        for number in 1...100 {
            var hasCome = true
            try await run { fixture in
                try await body(fixture) { fixture.faults.arm(number, fault) }
                hasCome = fixture.faults.hasCome
            }
            if !hasCome { return number - 1 }
        }
        Issue.record("more than a hundred calls")
        return 100
    }

    /// What lies in `files`, relative to it.
    var files: [String] { tree(of: root + "/files") }
    /// What lies in `spool`.
    var spool: [String] { tree(of: root + "/spool") }

    /// A draft of the asset `id`.
    func draft(_ id: AssetID = "abcd", size: Int = 5) -> AssetDraft {
        let key = NaturalKey(organization: "acme", library: "main", asset: id, filename: "../a b.png")
        return AssetDraft(key: key, name: "a", contentType: "image/png", size: size)
    }

    /// Stores `hello` from a stream.
    @discardableResult
    func store(_ id: AssetID = "abcd") async throws(StorageError) -> NativeAsset {
        try await adapter.create(draft(id), .stream(ByteStream("hello".utf8)))
    }

    /// A file with `text` in `folder`, of which `range` is the content.
    func file(_ text: String = "hello", at path: String, _ range: ByteRange? = nil) throws -> Content {
        try writeFile(text, at: path)
        let file = OpenFile(descriptor: open(path, O_RDONLY), path: path)
        return .file(FileSlice(file, range ?? ByteRange(offset: 0, length: text.utf8.count)))
    }

    /// A file with `hello` in the spool folder.
    func spooled(_ name: String = "upload") throws -> Content { try file(at: root + "/spool/" + name) }

    /// All bytes of `id`, as text.
    func text(of id: NativeID) async throws -> String {
        String(decoding: try await adapter.open(id, nil).stream.collect(upTo: 1000), as: UTF8.self)
    }
}

/// Writes `text` to the new file `path`.
func writeFile(_ text: String, at path: String) throws {
    let file = try #require(fopen(path, "wx"))
    fputs(text, file)
    fclose(file)
}

/// What a call throws, or `nil`.
func failure(_ body: () async throws(StorageError) -> Void) async -> StorageError? {
    do throws(StorageError) { try await body() } catch { return error }
    return nil
}
