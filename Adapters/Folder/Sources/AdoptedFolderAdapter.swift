public import Bytes
public import Raster

/// A tree of files that others keep: it is read where it lies, and never written to.
///
/// Only ``delete(_:)`` may change it, and only where the operator has asked for that. Calls wait for the disk on the
/// thread that they are made on: run them on a task executor whose threads may wait.
public final class AdoptedFolderAdapter: Adapter {
    /// The name of the adoption.
    public let name: AdapterName
    /// `folder`.
    public let kind = "folder"
    /// Nothing is stored, so nothing is limited.
    public let limits = AdapterLimits(pageSize: 1000, concurrency: 64)
    /// New assets go elsewhere.
    public let takesUploads = false
    /// The folder that is adopted.
    public let root: String
    let system: any FolderSystem
    let ownFolders: [String]
    private let knownRoot: FileIdentity?
    private let unlinks: Bool

    /// The folder `root`.
    ///
    /// `ownFolders` are the gateway's own, which a walk leaves out. `knownRoot` is what the root was when it was
    /// last known to be right: a file that is not found in another folder is out of reach, not gone. With `unlinks`,
    /// deleting an asset removes its file; otherwise the file stays.
    public init(
        name: AdapterName, root: String, ownFolders: [String] = [], knownRoot: FileIdentity? = nil,
        unlinks: Bool = false, system: any FolderSystem = PosixFolderSystem()
    ) {
        self.name = name
        self.root = root
        self.ownFolders = ownFolders
        self.knownRoot = knownRoot
        self.unlinks = unlinks
        self.system = system
    }

    /// Size and modification time of the file.
    public func stat(_ id: NativeID) async throws(StorageError) -> NativeAsset {
        let figures = try run("stat", id) { () throws(StorageError) in try openedFile(id).figures }
        var asset = NativeAsset(id: id, size: figures.size)
        asset.updated = figures.modifiedTime
        return asset
    }

    /// The file itself, for `sendfile`; its length is what the file has now.
    public func open(_ id: NativeID, _ range: ByteRange?) async throws(StorageError) -> Content {
        try run("open", id) { () throws(StorageError) in
            let opened = try openedFile(id)
            let range = range ?? ByteRange(offset: 0, length: opened.figures.size)
            guard range.offset <= opened.figures.size, range.length <= opened.figures.size - range.offset
            else { throw StorageError(.invalid, "the range reaches beyond the end", side: .client) }
            return .file(FileSlice(opened.file, range))
        }
    }

    /// Never: uploads go to a store of the gateway's own.
    public func create(_ draft: AssetDraft, _ content: Content) async throws(StorageError) -> NativeAsset {
        throw StorageError(.unsupported, "nothing is written into an adopted folder", side: .gateway)
            .during("create", in: name)
    }

    /// Leaves the file where it is, or unlinks it and syncs its folder, as the adapter was told.
    public func delete(_ id: NativeID) async throws(StorageError) {
        guard unlinks else { return }
        try run("delete", id) { () throws(StorageError) in try remove(id) }
    }

    private func remove(_ id: NativeID) throws(StorageError) {
        guard let path = FolderPath(id) else { throw .noSuchFile }
        let top = try openRoot()
        do {
            let folder = path.folder.isEmpty ? top : try system.open(path.folder, below: top)
            guard try system.status(of: path.name, in: folder).kind == .regular else {
                throw StorageError.noSuchFile
            }
            try system.remove(path.name, in: folder)
            try sync(folder)
        } catch let failure as FolderCallFailure { throw StorageError(failure) } catch {
            throw StorageError(wrapping: error)
        }
    }

    private func sync(_ folder: OpenFile) throws(StorageError) {
        do { try system.sync(folder) } catch { throw StorageError(error, effect: .unknown) }
    }

    /// The file, open, with what its descriptor says.
    func openedFile(_ id: NativeID) throws(StorageError) -> OpenedFile {
        guard let path = FolderPath(id) else { throw .noSuchFile }
        let top = try openRoot()
        do {
            let file = try system.open(path.bytes, below: top)
            let status = try system.status(of: file)
            guard status.kind == .regular else { throw StorageError.noSuchFile }
            return OpenedFile(file, status.figures)
        } catch let failure as FolderCallFailure {
            throw try missing(StorageError(failure), in: top)
        } catch { throw StorageError(wrapping: error) }
    }

    /// The root, open.
    func openRoot() throws(StorageError) -> OpenFile {
        do { return try system.openRoot(root) } catch {
            throw StorageError(
                .unavailable, "the adopted folder \(root) cannot be opened: \(error.reason)",
                retry: .allowed, cause: error)
        }
    }

    /// `error`, or that the whole tree is away: whoever unmounts a disk has deleted none of its files.
    func missing(_ error: StorageError, in top: OpenFile) throws(StorageError) -> StorageError {
        guard error.kind == .notFound, let knownRoot else { return error }
        let found = try translating { () throws(FolderCallFailure) in try system.status(of: top) }
        guard found.figures.identity.inode != knownRoot.inode else { return error }
        return StorageError(
            .unavailable, "\(root) is another folder than the one that was adopted; is its disk mounted?",
            retry: .allowed)
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

extension FileFigures {
    /// When the bytes last changed, to the millisecond.
    var modifiedTime: Timestamp { Timestamp(milliseconds: modified / 1_000_000) }
}
