import AdoptedFolderAdapter
import Bytes
import Glibc
import Raster
import Synchronization
import TestSupport
import Testing

/// An adapter on a new folder, whose calls can be made to fail.
struct FolderFixture {
    let root: String
    let faults: FaultyFolderSystem
    let adapter: AdoptedFolderAdapter

    /// Runs `body` with an adapter on a folder of its own.
    static func run(
        unlinks: Bool = false, _ confinement: OpenFile.Confinement = .automatic,
        _ body: (FolderFixture) async throws -> Void
    ) async throws {
        try await withTemporaryFolder { folder in
            let faults = FaultyFolderSystem(PosixFolderSystem(confinement: confinement))
            try makeFolder(folder + "/root")
            try makeFolder(folder + "/data")
            let adapter = AdoptedFolderAdapter(
                name: "folder", root: folder + "/root", ownFolders: [folder + "/data", folder + "/root/own"],
                unlinks: unlinks, system: faults)
            try await body(FolderFixture(root: folder + "/root", faults: faults, adapter: adapter))
        }
    }

    /// Writes a file, and the folders above it.
    func write(_ text: String = "hello", at path: String) throws {
        var folder = root
        for name in path.split(separator: "/").dropLast() {
            folder += "/" + name
            mkdir(folder, 0o755)
        }
        let file = try #require(fopen("\(root)/\(path)", "w"))
        fputs(text, file)
        fclose(file)
    }

    /// Everything that a survey meets.
    func survey() throws -> SurveyBatch {
        let survey = try adapter.survey()
        var all = SurveyBatch()
        while let batch = try survey.next(limit: 3) {
            all.files += batch.files
            all.skipped.merge(batch.skipped, uniquingKeysWith: +)
            all.unreadable += batch.unreadable
        }
        return all
    }

    /// The ids of the files that a survey meets, sorted.
    func ids() throws -> [String] { try survey().files.map(\.id.rawValue).sorted() }

    /// All bytes of `id`, as text.
    func text(of id: NativeID) async throws -> String {
        String(decoding: try await adapter.open(id, nil).stream.collect(upTo: 1000), as: UTF8.self)
    }
}

func makeFolder(_ path: String) throws {
    try #require(mkdir(path, 0o755) == 0)
}

/// The file system of this machine, some of whose calls fail.
final class FaultyFolderSystem: FolderSystem {
    private let base: PosixFolderSystem
    /// What fails: the name that a call is about, and its `errno`.
    private let faults = Mutex<[String: Int32]>([:])

    init(_ base: PosixFolderSystem = PosixFolderSystem()) { self.base = base }

    /// Makes the calls of the kind `call` about `name` fail with `code`.
    func fail(_ call: String, _ name: String, with code: Int32) {
        faults.withLock { $0["\(call) \(name)"] = code }
    }

    private func pass(_ call: String, _ name: [UInt8]) throws(FolderCallFailure) {
        let code = faults.withLock { $0["\(call) \(String(decoding: name, as: UTF8.self))"] }
        if let code { throw FolderCallFailure(code, in: call) }
    }

    func openRoot(_ path: String) throws(FolderCallFailure) -> OpenFile { try base.openRoot(path) }

    func open(_ path: [UInt8], below root: OpenFile) throws(FolderCallFailure) -> OpenFile {
        try pass("open", path)
        return try base.open(path, below: root)
    }

    func openFolder(_ name: [UInt8], in folder: OpenFile) throws(FolderCallFailure) -> OpenFile {
        try pass("openFolder", name)
        return try base.openFolder(name, in: folder)
    }

    func entries(of folder: OpenFile) throws(FolderCallFailure) -> any FolderEntries {
        FaultyEntries(try base.entries(of: folder), faults.withLock { $0["readdir "] })
    }

    func status(of file: OpenFile) throws(FolderCallFailure) -> FileStatus { try base.status(of: file) }

    func status(of name: [UInt8], in folder: OpenFile) throws(FolderCallFailure) -> FileStatus {
        try pass("status", name)
        return try base.status(of: name, in: folder)
    }

    func remove(_ name: [UInt8], in folder: OpenFile) throws(FolderCallFailure) {
        try pass("remove", name)
        try base.remove(name, in: folder)
    }

    func sync(_ folder: OpenFile) throws(FolderCallFailure) {
        try pass("sync", [])
        try base.sync(folder)
    }
}

/// Entries that may break off after the first, and that do not say what they are.
private final class FaultyEntries: FolderEntries {
    private let base: any FolderEntries
    private let code: Int32?
    private var count = 0

    init(_ base: any FolderEntries, _ code: Int32?) {
        self.base = base
        self.code = code
    }

    func next() throws(FolderCallFailure) -> FolderEntry? {
        count += 1
        if let code, count > 1 { throw FolderCallFailure(code, in: "readdir") }
        return try base.next().map { entry in
            // Some file systems leave that to a second question.
            FolderEntry(name: entry.name, kind: count.isMultiple(of: 2) ? nil : entry.kind)
        }
    }
}
