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

/// An answer of the delivery address, to be compared with what was asked for.
struct DeliveredFile {
    private let response: HTTPResponse
    private let size: Int?
    private let range: ByteRange?

    init(_ response: HTTPResponse, size: Int?, _ range: ByteRange?) {
        self.response = response
        self.size = size
        self.range = range
    }

    /// Exactly what was asked for: a part may come as a part, or cut out of the whole.
    func stream(or client: StorageClient) throws(StorageError) -> ByteStream {
        guard ["identity", nil].contains(response.fields["Content-Encoding"]?.lowercased()) else {
            throw .unreadable("encoded", .none)
        }
        switch response.status {
        case .ok: return try whole()
        case .partialContent: return try part()
        default: throw client.error(for: response, .get)
        }
    }

    private func whole() throws(StorageError) -> ByteStream {
        let stream = response.body.stream
        let length = stream.length ?? size
        guard size ?? length == length else { throw .unreadable("not as long as the record says", .none) }
        guard let range else {
            return length.map { stream.measured(ByteRange(offset: 0, length: $0)) } ?? stream.translated()
        }
        guard length.map({ range.end <= $0 }) ?? true else {
            throw StorageError(.invalid, "the range reaches beyond the end", side: .client)
        }
        return stream.measured(range, mayBeLeft: true)
    }

    private func part() throws(StorageError) -> ByteStream {
        let stream = response.body.stream
        guard let range, let sent = response.fields["Content-Range"], answers(range, sent),
            stream.length ?? range.length == range.length
        else { throw .unreadable("not the part that was asked for", .none) }
        return stream.measured(ByteRange(offset: 0, length: range.length))
    }

    /// Whether a `Content-Range` is about `range` of a file of the right size; `*` says nothing about the size.
    private func answers(_ range: ByteRange, _ field: String) -> Bool {
        let prefix = "bytes \(range.offset)-\(range.end - 1)/"
        guard field.hasPrefix(prefix) else { return false }
        let total = field.dropFirst(prefix.count)
        return total == "*" || (Int(total).map { $0 == size ?? $0 } ?? false)
    }
}
