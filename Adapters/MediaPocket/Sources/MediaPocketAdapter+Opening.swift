import Bytes
import Raster
import StorageHTTP

extension MediaPocketAdapter {
    /// The bytes of an asset, or the part `range`.
    func bytes(of id: NativeID, _ range: ByteRange?) async throws(StorageError) -> ByteStream {
        if let range, range.length == 0 { return try await nothing(of: id, at: range.offset) }
        let (medium, record) = try await file(of: id)
        let size = record.flatMap(medium.size(confirmedBy:))
        if let range, let size {
            guard range.offset <= size, range.length <= size - range.offset else { throw Self.beyondTheEnd }
        }
        guard let address = try await address(of: medium, at: id, known: record) else {
            throw StorageError(.unavailable, "the store hands out no address of the file")
        }
        return try await download.stream(from: address, size: size, range)
    }

    /// A part without bytes: it cannot be asked for, and lies in the file or beyond its end.
    private func nothing(of id: NativeID, at offset: Int) async throws(StorageError) -> ByteStream {
        let (medium, record) = try await file(of: id, always: true)
        guard let record, let size = try await size(of: medium, record), offset > size else {
            return ByteStream([])
        }
        throw Self.beyondTheEnd
    }

    private static var beyondTheEnd: StorageError {
        StorageError(.invalid, "the range reaches beyond the end", side: .client)
    }

    /// The file that an asset is known by, and its record where that is needed: it tells which of several files that is,
    /// what one without a name is called, and whether what is said of its size can be relied on.
    private func file(of id: NativeID, always: Bool = false)
        async throws(StorageError) -> (MediaPocketMedium, MediaPocketRecord?)
    {
        let media = try await api.media(of: id)
        guard let first = media.first else { throw StorageError(.notFound, "the asset has no file") }
        let isSaid = first.size != nil && first.md5 != nil
        guard always || media.count > 1 || first.filename == nil || isSaid else { return (first, nil) }
        let record = try await api.asset(id)
        return (media.original(of: record) ?? first, record)
    }

    /// From where a file may be fetched; `nil` where the store does not say.
    ///
    /// The store wants to be told the "filename on disk": that of the file, else that of the asset, `record`, which is
    /// asked for where it is not known. Where one of them is not known there, the other one may be.
    func address(of medium: MediaPocketMedium, at id: NativeID, known record: MediaPocketRecord?)
        async throws(StorageError) -> String?
    {
        guard let own = medium.filename else {
            return try await api.address(of: medium, at: id, filename: record?.filename ?? "file")
        }
        do { return try await api.address(of: medium, at: id, filename: own) } catch {
            guard error.refusesName else { throw error }
            var other = record?.filename
            if record == nil { other = try await api.asset(id).filename }
            guard let other, other != own else { throw error }
            return try await api.address(of: medium, at: id, filename: other)
        }
    }

    /// The size of an asset's file; an asset without a checksum has none that is whole.
    func size(of record: MediaPocketRecord) async throws(StorageError) -> Int? {
        guard record.md5 != nil, let medium = try await api.media(of: record.id).original(of: record) else {
            return nil
        }
        return try await size(of: medium, record)
    }

    /// The size of a file, as the list of files has it for the one of the asset's checksum, or else its address.
    ///
    /// Where the address leads nowhere, nobody knows.
    private func size(of medium: MediaPocketMedium, _ record: MediaPocketRecord)
        async throws(StorageError) -> Int?
    {
        if let size = medium.size(confirmedBy: record) { return size }
        guard let address = try await address(of: medium, at: record.id, known: record) else { return nil }
        do { return try await download.size(at: address) } catch {
            guard error.kind == .cancelled else { return nil }
            throw error
        }
    }
}
