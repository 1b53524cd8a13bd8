import Bytes
import Glibc
import Raster

/// Brings bytes into their place: from the spool folder by one move, from elsewhere by way of it.
struct LocalDiskWriter {
    let folders: LocalDiskFolders
    /// The spool folder as callers spell it.
    let spoolPath: String
    private var fileSystem: PatientFileSystem { folders.fileSystem }

    /// A file in the spool folder, ready to be moved.
    private struct Spooled {
        var name: String
        var facts: FileFacts
        /// Whether the adapter made it, and so removes it when it is not needed.
        var isOurs: Bool
    }

    /// Stores `content`; when it returns the asset survives a crash.
    func store(_ draft: AssetDraft, _ content: Content) async throws(StorageError) -> NativeAsset {
        guard let location = AssetLocation(draft.key.asset) else {
            throw StorageError(.invalid, "an asset id is 1 to 64 of a-z and 0-9", side: .client)
        }
        guard content.length == nil || content.length == draft.size else { throw .wrongLength }
        let spooled = try await spool(draft, content)
        do throws(StorageError) {
            guard !Task.isCancelled else { throw .callerLeft }
            try publish(spooled, at: location)
        } catch {
            // What cannot be removed now is swept at the next start.
            if spooled.isOurs { try? fileSystem.remove(spooled.name, in: folders.spool) }
            throw error
        }
        return NativeAsset(location, spooled.facts)
    }

    private func spool(_ draft: AssetDraft, _ content: Content) async throws(StorageError) -> Spooled {
        if case .file(let slice) = content, let spooled = try spooledFile(slice) { return spooled }
        return try await copy(content.stream, of: draft)
    }

    /// The spool folder's file behind `slice`, or `nil` unless the slice is all of it and no one else's.
    private func spooledFile(_ slice: FileSlice) throws(StorageError) -> Spooled? {
        guard let path = slice.file.path, path.hasPrefix(spoolPath + "/") else { return nil }
        let name = String(path.dropFirst(spoolPath.count + 1))
        guard !name.isEmpty, !name.contains("/") else { return nil }
        return try translating { () throws(SystemCallFailure) in
            let facts = try fileSystem.facts(of: slice.file)
            let isWhole = slice.range == ByteRange(offset: 0, length: facts.size)
            guard facts.kind == .regular, facts.links == 1, isWhole,
                try fileSystem.facts(of: name, in: folders.spool).isSameFile(as: facts)
            else { return nil }
            return Spooled(name: name, facts: facts, isOurs: false)
        }
    }

    private func copy(_ stream: ByteStream, of draft: AssetDraft) async throws(StorageError) -> Spooled {
        let (name, file) = try translating { () throws(SystemCallFailure) in try createCopy(of: draft) }
        do throws(StorageError) {
            try await write(stream, to: file, size: draft.size)
            let facts = try translating { () throws(SystemCallFailure) in
                try fileSystem.sync(file)
                return try fileSystem.facts(of: file)
            }
            return Spooled(name: name, facts: facts, isOurs: true)
        } catch {
            try? fileSystem.remove(name, in: folders.spool)
            throw error
        }
    }

    /// A new file in the spool folder; another writer of the same asset takes the next number.
    private func createCopy(of draft: AssetDraft) throws(SystemCallFailure) -> (String, OpenFile) {
        var number = 0
        while true {
            let name = "\(draft.key.asset).\(number).copy"
            do { return (name, try fileSystem.createFile(name, in: folders.spool)) } catch {
                guard error.code == EEXIST, number < 1000 else { throw error }
            }
            number += 1
        }
    }

    private func write(_ stream: ByteStream, to file: OpenFile, size: Int) async throws(StorageError) {
        var written = 0
        while let chunk = try await next(of: stream) {
            guard !Task.isCancelled else { throw .callerLeft }
            guard chunk.count <= size - written else { throw .wrongLength }
            written += try translating { () throws(SystemCallFailure) in
                try fileSystem.write(chunk[...], to: file)
            }
        }
        guard written == size else { throw .wrongLength }
    }

    private func next(of stream: ByteStream) async throws(StorageError) -> [UInt8]? {
        do { return try await stream.next() } catch let failure as FileReadFailure {
            throw StorageError(.unavailable, "the bytes could not be read", side: .source, cause: failure)
        } catch { throw StorageError(wrapping: error) }
    }
}

extension LocalDiskWriter {
    /// Moves the file into its place, or leaves it where it is.
    private func publish(_ spooled: Spooled, at location: AssetLocation) throws(StorageError) {
        let shard = try translating { () throws(SystemCallFailure) in
            try folders.durableShard(location.shard)
        }
        do {
            try fileSystem.move(spooled.name, in: folders.spool, to: location.name, in: shard)
        } catch {
            // Callers take this answer for success of an earlier attempt, so make that one durable.
            if error.code == EEXIST {
                try translating { () throws(SystemCallFailure) in try fileSystem.sync(shard) }
            }
            throw StorageError(error)
        }
        do { try fileSystem.sync(shard) } catch {
            throw StorageError(error, effect: takeBack(spooled, from: location, in: shard))
        }
    }

    /// Undoes a move that may not survive a crash; what is left behind.
    private func takeBack(_ spooled: Spooled, from location: AssetLocation, in shard: OpenFile)
        -> StorageError.Effect
    {
        do {
            try fileSystem.move(location.name, in: shard, to: spooled.name, in: folders.spool)
            try fileSystem.sync(shard)
            return .none
        } catch { return .unknown }
    }
}

extension StorageError {
    fileprivate static var wrongLength: StorageError {
        StorageError(.invalid, "the body is not as long as it was said to be", side: .client)
    }
    fileprivate static var callerLeft: StorageError {
        StorageError(.cancelled, "the caller went away", side: .client)
    }
}
