import Bytes
import Raster
import StorageHTTP

extension MediaPocketAdapter {
    /// The bytes of an asset, or the part `range`.
    func bytes(of id: NativeID, _ range: ByteRange?) async throws(StorageError) -> ByteStream {
        guard let medium = try await api.media(of: id).first else {
            throw StorageError(.notFound, "the asset has no file")
        }
        if let range, let size = medium.size {
            guard range.offset <= size, range.length <= size - range.offset else {
                throw StorageError(.invalid, "the range reaches beyond the end", side: .client)
            }
        }
        // A part without bytes cannot be asked for.
        if range?.length == 0 { return ByteStream([]) }
        guard let address = try await address(of: medium, at: id) else {
            throw StorageError(.unavailable, "the store hands out no address of the file")
        }
        return try await download.stream(from: address, size: medium.size, range)
    }

    /// From where a file may be fetched; `nil` where the store does not say.
    ///
    /// The store wants to be told what the file is to be called: as it is called already.
    func address(of medium: MediaPocketMedium, at id: NativeID) async throws(StorageError) -> String? {
        var filename = medium.filename
        if filename == nil { filename = try await api.asset(id).filename }
        return try await api.address(of: medium, at: id, filename: filename ?? "file")
    }

    /// The size of the file, as the list of files or else its address has it.
    ///
    /// An asset without a checksum has no file that is whole. Where the address leads nowhere, nobody knows.
    func size(of record: MediaPocketRecord) async throws(StorageError) -> Int? {
        guard record.md5 != nil, let medium = try await api.media(of: record.id).first else { return nil }
        if let size = medium.size { return size }
        guard
            let address = try await api.address(
                of: medium, at: record.id, filename: medium.filename ?? record.filename ?? "file")
        else { return nil }
        do { return try await download.size(at: address) } catch {
            guard error.kind == .cancelled else { return nil }
            throw error
        }
    }
}
