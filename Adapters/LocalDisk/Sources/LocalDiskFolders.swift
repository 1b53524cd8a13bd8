import Bytes
import Glibc
import Raster
import Synchronization

/// The open folders of a root, below which everything happens.
final class LocalDiskFolders: Sendable {
    let fileSystem: PatientFileSystem
    /// Holds both of the others.
    private let root: OpenFile
    /// Holds the shards.
    let files: OpenFile
    /// Holds files on their way in.
    let spool: OpenFile
    /// Shards whose own names in `files` are known to survive a crash.
    private let durableShards: Mutex<Set<String>>

    /// Opens the folders of `root`, making those that are missing, and syncs what they hold.
    convenience init(root: String, _ fileSystem: PatientFileSystem) throws(SystemCallFailure) {
        try Self.ensureFolder(root, fileSystem)
        try self.init(in: try fileSystem.openFolder(root), fileSystem)
    }

    /// The folders of the same root, those that are missing by now made anew.
    func remade() throws(SystemCallFailure) -> LocalDiskFolders {
        try LocalDiskFolders(in: root, fileSystem)
    }

    private init(in folder: OpenFile, _ fileSystem: PatientFileSystem) throws(SystemCallFailure) {
        self.fileSystem = fileSystem
        root = folder
        files = try Self.ensureFolder("files", in: folder, fileSystem)
        spool = try Self.ensureFolder("spool", in: folder, fileSystem)
        try fileSystem.sync(folder)
        // Some of them may have been made by a process that died before it synced.
        let shards = try fileSystem.names(in: files)
        try fileSystem.sync(files)
        durableShards = Mutex(Set(shards))
    }

    /// Whether a file can be moved from `spool` to `files`.
    func areOnOneFileSystem() throws(SystemCallFailure) -> Bool {
        try fileSystem.facts(of: files).device == fileSystem.facts(of: spool).device
    }

    /// The shard `name`, which must exist.
    func shard(_ name: String) throws(SystemCallFailure) -> OpenFile {
        try fileSystem.openFolder(name, in: files)
    }

    /// The shard `name`, made and synced into `files` where needed.
    func durableShard(_ name: String) throws(SystemCallFailure) -> OpenFile {
        let folder = try openOrMake(name)
        // Whoever made it may not have synced it yet, so seeing it is not enough.
        guard !durableShards.withLock({ $0.contains(name) }) else { return folder }
        try fileSystem.sync(files)
        durableShards.withLock { _ = $0.insert(name) }
        return folder
    }

    /// Makes those of `names` that are missing, and syncs them all at once.
    func makeShards(_ names: [String]) throws(SystemCallFailure) {
        let missing = durableShards.withLock { known in names.filter { !known.contains($0) } }
        guard !missing.isEmpty else { return }
        for name in missing { _ = try openOrMake(name) }
        try fileSystem.sync(files)
        durableShards.withLock { $0.formUnion(missing) }
    }

    private func openOrMake(_ name: String) throws(SystemCallFailure) -> OpenFile {
        do { return try shard(name) } catch { guard error.code == ENOENT else { throw error } }
        durableShards.withLock { _ = $0.remove(name) }
        return try Self.ensureFolder(name, in: files, fileSystem)
    }

    private static func ensureFolder(_ name: String, in folder: OpenFile, _ fileSystem: PatientFileSystem)
        throws(SystemCallFailure) -> OpenFile
    {
        do { try fileSystem.makeFolder(name, in: folder) } catch {
            guard error.code == EEXIST else { throw error }
        }
        return try fileSystem.openFolder(name, in: folder)
    }

    /// Makes `path` and the folders above it, each synced into the one above.
    private static func ensureFolder(_ path: String, _ fileSystem: PatientFileSystem)
        throws(SystemCallFailure)
    {
        let parent = self.parent(of: path)
        do { try fileSystem.makeFolder(path) } catch {
            if error.code == EEXIST { return }
            guard error.code == ENOENT, parent != path else { throw error }
            try ensureFolder(parent, fileSystem)
            try fileSystem.makeFolder(path)
        }
        try fileSystem.sync(try fileSystem.openFolder(parent))
    }

    private static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
