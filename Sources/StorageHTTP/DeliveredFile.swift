public import Bytes
public import HTTPCore
public import Raster

/// An answer with a file, to be compared with what was asked for.
public struct DeliveredFile {
    private let response: HTTPResponse
    private let size: Int?
    private let range: ByteRange?

    /// The answer to a request for `range`, everything where `nil`, of a file of `size` bytes, where that is known.
    public init(_ response: HTTPResponse, size: Int?, _ range: ByteRange?) {
        self.response = response
        self.size = size
        self.range = range
    }

    /// Exactly what was asked for: a part may come as a part, or cut out of the whole.
    ///
    /// Throws what `client` makes of any other status, `.invalid` for a part beyond the end, `.malformed` for another
    /// file or part than was asked for.
    public func stream(or client: StorageClient) throws(StorageError) -> ByteStream {
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
        guard length.map({ range.end <= $0 }) ?? true else { throw Self.beyondTheEnd }
        return stream.measured(range, mayBeLeft: true)
    }

    private func part() throws(StorageError) -> ByteStream {
        let stream = response.body.stream
        guard let range, let sent = response.fields["Content-Range"] else {
            throw .unreadable("not the part that was asked for", .none)
        }
        // Whoever learns the size only now learns only now that nobody can have what was asked for.
        if size == nil, let total = Self.total(in: response), total < range.end { throw Self.beyondTheEnd }
        guard answers(range, sent), stream.length ?? range.length == range.length else {
            throw .unreadable("not the part that was asked for", .none)
        }
        return stream.measured(ByteRange(offset: 0, length: range.length))
    }

    /// The size of the whole file, by the `Content-Range` of a part or of a refusal (RFC 9110, 14.4).
    public static func total(in response: HTTPResponse) -> Int? {
        guard let field = response.fields["Content-Range"], field.hasPrefix("bytes "),
            let slash = field.utf8.lastIndex(of: UInt8(ascii: "/")),
            let total = Int(field[slash...].dropFirst()),
            total >= 0
        else { return nil }
        return total
    }

    private static let beyondTheEnd = StorageError(
        .invalid, "the range reaches beyond the end", side: .client)

    /// Whether a `Content-Range` is about `range` of a file of the right size; `*` says nothing about the size.
    private func answers(_ range: ByteRange, _ field: String) -> Bool {
        let prefix = "bytes \(range.offset)-\(range.end - 1)/"
        guard field.hasPrefix(prefix) else { return false }
        let total = field.dropFirst(prefix.count)
        return total == "*" || (Int(total).map { $0 == size ?? $0 } ?? false)
    }
}
