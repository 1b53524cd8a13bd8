public import Bytes
public import Raster
import Synchronization

/// A folder on a disk: `files/{two characters}/{asset id}` for the bytes, `spool` for what is on its way in.
///
/// Call ``prepare()`` first. Calls work on the thread that they are made on and wait there for the disk: run
/// them on a task executor whose threads may wait.
public final class LocalDiskAdapter: Adapter {
    /// The name in the configuration.
    public let name: AdapterName
    /// `disk`.
    public let kind = "disk"
    /// Names are not stored and sizes are the file system's business.
    public let limits = AdapterLimits(pageSize: 1000, concurrency: 64)
    /// The folder that everything is in.
    public let root: String
    let fileSystem: PatientFileSystem
    private let opened = Mutex<LocalDiskFolders?>(nil)

    /// The folder `root`, reached through `fileSystem`; nothing is touched before ``prepare()``.
    public init(name: AdapterName, root: String, fileSystem: any FileSystem = PosixFileSystem()) {
        self.name = name
        self.root = root.count > 1 && root.hasSuffix("/") ? String(root.dropLast()) : root
        self.fileSystem = PatientFileSystem(base: fileSystem)
    }

    /// Makes the folders that are missing, for their owner only, and opens them; may be repeated.
    ///
    /// Throws `.invalid` where the folders lie on two file systems, so that nothing could be moved.
    public func prepare() async throws(StorageError) {
        try run("prepare") { () throws(StorageError) in
            let folders = try translating { () throws(SystemCallFailure) in
                try LocalDiskFolders(root: root, fileSystem)
            }
            try use(folders)
        }
    }

    /// Makes every shard, so that no upload waits for one to be made and synced; may be repeated, and left out.
    public func makeShards() async throws(StorageError) {
        try run("prepare") { () throws(StorageError) in
            let folders = try folders()
            try translating { () throws(SystemCallFailure) in try folders.makeShards(AssetLocation.shards) }
        }
    }

    /// `{root}/spool`: a file that was spooled there is taken over by a move.
    public var spoolFolder: String? { root + "/spool" }

    /// The size and modification time of the file.
    public func stat(_ id: NativeID) async throws(StorageError) -> NativeAsset {
        try run("stat", id) { () throws(StorageError) in
            let location = try locate(id)
            return NativeAsset(location, try facts(of: location))
        }
    }

    /// The file itself, for `sendfile`; its length is what the file has now.
    public func open(_ id: NativeID, _ range: ByteRange?) async throws(StorageError) -> Content {
        try run("open", id) { () throws(StorageError) in .file(try slice(at: locate(id), range)) }
    }

    /// Moves a spooled file into place, or copies what was not spooled; see the README for the order of syncs.
    public func create(_ draft: AssetDraft, _ content: Content) async throws(StorageError) -> NativeAsset {
        do {
            return try await store(draft, content)
        } catch { throw error.during("create", in: name).with("asset", draft.key.asset) }
    }

    /// Unlinks the file and syncs its folder.
    public func delete(_ id: NativeID) async throws(StorageError) {
        try run("delete", id) { () throws(StorageError) in try remove(locate(id)) }
    }

    /// The open folders, or `.internal` before ``prepare()``.
    func folders() throws(StorageError) -> LocalDiskFolders {
        guard let folders = opened.withLock({ $0 }) else {
            throw StorageError(.internal, "the adapter is used before it is prepared", side: .gateway)
        }
        return folders
    }

    /// Works in `folders` from now on.
    ///
    /// Throws `.invalid` where they lie on two file systems.
    func use(_ folders: LocalDiskFolders) throws(StorageError) {
        let isOne = try translating { () throws(SystemCallFailure) in try folders.areOnOneFileSystem() }
        guard isOne else { throw StorageError(.invalid, "files and spool lie on two file systems") }
        opened.withLock { $0 = folders }
    }

    /// Runs `body` and says of its failure where it happened.
    func run<Value>(_ operation: String, _ id: NativeID? = nil, _ body: () throws(StorageError) -> Value)
        throws(StorageError) -> Value
    {
        do { return try body() } catch {
            let error = error.during(operation, in: name)
            throw id.map { error.with("id", $0) } ?? error
        }
    }
}
