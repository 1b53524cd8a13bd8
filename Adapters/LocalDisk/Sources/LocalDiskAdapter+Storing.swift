import Raster

extension LocalDiskAdapter {
    /// Stores `content`; where a folder was removed under the running server, it is made again first.
    ///
    /// Throws `.unavailable` where that cannot be, or where the bytes are used up.
    func store(_ draft: AssetDraft, _ content: Content) async throws(StorageError) -> NativeAsset {
        let folders = try folders()
        do throws(StorageError) { return try await store(draft, content, in: folders) } catch {
            guard error.isOfMissingFolder else { throw error }
            try remake(folders)
            guard case .file = content else { throw error.asMissingFolder }
        }
        do throws(StorageError) { return try await store(draft, content, in: try self.folders()) } catch {
            throw error.isOfMissingFolder ? error.asMissingFolder : error
        }
    }

    private func store(_ draft: AssetDraft, _ content: Content, in folders: LocalDiskFolders)
        async throws(StorageError) -> NativeAsset
    {
        try await LocalDiskWriter(folders: folders, spoolPath: root + "/spool").store(draft, content)
    }

    /// Makes the missing folders below the root that was opened at first, never the root itself: another one in
    /// its place could be the mount point of a disk that went away.
    private func remake(_ folders: LocalDiskFolders) throws(StorageError) {
        do throws(StorageError) {
            try use(try translating { () throws(SystemCallFailure) in try folders.remade() })
        } catch { throw error.isOfMissingFolder ? error.asMissingFolder : error }
    }
}

extension StorageError {
    /// A new asset misses nothing but a folder.
    fileprivate var isOfMissingFolder: Bool { kind == .notFound && effect == .none }

    /// What that means for the caller.
    fileprivate var asMissingFolder: StorageError {
        StorageError(.unavailable, "a folder of the store is missing", retry: .allowed, cause: cause)
    }
}
