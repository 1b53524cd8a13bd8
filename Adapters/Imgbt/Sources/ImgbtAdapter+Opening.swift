import Bytes
import HTTPCore
import Raster
import StorageHTTP

extension ImgbtAdapter {
    /// The bytes of an asset, or the part `range`.
    func bytes(of id: NativeID, _ range: ByteRange?) async throws(StorageError) -> ByteStream {
        // A part without bytes cannot be asked for, so that only the record says whether it is there.
        let known = range?.length == 0 ? nil : paths.entry(for: id)
        let entry = if let known { known } else { try await self.entry(id) }
        if let range, let size = entry.size { try check(range, size) }
        if range?.length == 0 { return ByteStream([]) }
        do { return try await fetch(entry, range) } catch {
            guard error.kind == .notFound else { throw error }
            return try await fetchAgain(id, instead: known, range)
        }
    }

    private func entry(_ id: NativeID) async throws(StorageError) -> RecentPaths.Entry {
        let record = try await record(id)
        return RecentPaths.Entry(path: record.path, size: record.size)
    }

    /// Nothing was delivered: the asset is gone, or it lies elsewhere than was remembered.
    ///
    /// Where its record says that it is there, the delivery address is what fails.
    private func fetchAgain(_ id: NativeID, instead of: RecentPaths.Entry?, _ range: ByteRange?)
        async throws(StorageError) -> ByteStream
    {
        let undelivered = StorageError(
            .unavailable, "the record is there and its file is not delivered", retry: .allowed)
        guard let old = of else { throw undelivered }
        let entry = try await entry(id)
        guard entry != old else { throw undelivered }
        do { return try await fetch(entry, range) } catch {
            throw error.kind == .notFound ? undelivered : error
        }
    }

    private func check(_ range: ByteRange, _ size: Int) throws(StorageError) {
        guard range.offset <= size, range.length <= size - range.offset else {
            throw StorageError(.invalid, "the range reaches beyond the end", side: .client)
        }
    }

    private func fetch(_ entry: RecentPaths.Entry, _ range: ByteRange?) async throws(StorageError)
        -> ByteStream
    {
        guard let target = entry.path.target else {
            throw StorageError(.malformed, "the file lies where nothing can be fetched from")
        }
        var request = HTTPRequest(.get, target, fields: ["Accept": "*/*", "Accept-Encoding": "identity"])
        if let range {
            guard range.offset <= Int.max - range.length else {
                throw StorageError(.invalid, "the range reaches beyond the end", side: .client)
            }
            request.fields["Range"] = "bytes=\(range.offset)-\(range.end - 1)"
        }
        let response = try await files.answer(to: request)
        return try DeliveredFile(response, size: entry.size, range).stream(or: files)
    }
}
