import Bytes
import Glibc
public import Raster

extension LocalDiskAdapter {
    /// Removes what a crash left in the spool folder; how many files.
    ///
    /// Only for the owner of the data, at its start: whoever spools at the same time loses its file.
    @discardableResult
    public func sweepSpool() async throws(StorageError) -> Int {
        let folders = try folders()
        return try run("sweep") { () throws(StorageError) in
            try translating { () throws(SystemCallFailure) in
                var removed = 0
                for name in try fileSystem.names(in: folders.spool) where try remove(name, folders) {
                    removed += 1
                }
                return removed
            }
        }
    }

    private func remove(_ name: String, _ folders: LocalDiskFolders) throws(SystemCallFailure) -> Bool {
        do {
            guard try fileSystem.facts(of: name, in: folders.spool).kind != .folder else { return false }
            try fileSystem.remove(name, in: folders.spool)
            return true
        } catch {
            guard error.code == ENOENT else { throw error }
            return false
        }
    }
}
