import Bytes
public import Raster

extension AdoptedFolderAdapter: Surveying {
    /// The tree is there to be walked through.
    public var surveying: (any Surveying)? { self }

    /// What the root is now.
    public func rootIdentity() throws(StorageError) -> FileIdentity {
        try run("survey") { () throws(StorageError) in
            let top = try openRoot()
            return try translating { () throws(FolderCallFailure) in
                try system.status(of: top).figures.identity
            }
        }
    }

    /// A walk through everything below the root.
    public func survey() throws(StorageError) -> any Survey { try walk(wantsFigures: true) }

    /// The number of names that are files, as the folders tell it.
    public func estimate(isCancelled: () -> Bool) throws(StorageError) -> Int {
        let walk = try walk(wantsFigures: false)
        var count = 0
        while !isCancelled(), let batch = walk.next(limit: 4096) { count += batch.files.count }
        return count
    }

    /// Opens nothing, so that a file that may not be read is seen all the same.
    public func look(at id: NativeID) throws(StorageError) -> FileFigures? {
        guard let path = FolderPath(id) else { return nil }
        do {
            return try run("look", id) { () throws(StorageError) in try figures(at: path) }
        } catch {
            guard error.kind == .notFound else { throw error }
            return nil
        }
    }

    private func figures(at path: FolderPath) throws(StorageError) -> FileFigures? {
        let top = try openRoot()
        do throws(FolderCallFailure) {
            let folder = path.folder.isEmpty ? top : try system.open(path.folder, below: top)
            let status = try system.status(of: path.name, in: folder)
            return status.kind == .regular ? status.figures : nil
        } catch { throw try missing(StorageError(error), in: top) }
    }

    /// Opens a file for its first bytes, or all of them.
    public func open(_ id: NativeID) throws(StorageError) -> OpenedFile {
        try run("open", id) { () throws(StorageError) in try openedFile(id) }
    }

    /// The names that the id spells.
    public func names(of id: NativeID) -> [[UInt8]] { FolderPath(id)?.names ?? [] }

    private func walk(wantsFigures: Bool) throws(StorageError) -> FolderWalk {
        try run("survey") { () throws(StorageError) in
            let top = try openRoot()
            let own = Set(ownFolders.compactMap(identity))
            return try translating { () throws(FolderCallFailure) in
                try FolderWalk(top, system, leavingOut: own, wantsFigures: wantsFigures)
            }
        }
    }

    private func identity(of folder: String) -> FileIdentity? {
        guard let opened = try? system.openRoot(folder) else { return nil }
        return try? system.status(of: opened).figures.identity
    }
}
