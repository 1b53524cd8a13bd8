import Bytes
import HTTPCore
import Raster
import StorageHTTP

/// Fetches files from the addresses that Media Pocket hands out, and from no host that is not allowed.
///
/// The requests carry no credential. What an address says but for its host is told nowhere: it may be signed.
struct MediaPocketDownload: Sendable {
    /// How many redirects are followed, each to an allowed host only.
    static let maximumRedirects = 3

    let hosts: DownloadHosts
    let allowsPlain: Bool
    let timeout: Duration
    let clock: any WallClock
    let transport: @Sendable (String) -> (any HTTPTransport)?

    /// The bytes at `address`, or the part `range`; `size` is that of all of them, where it is known.
    func stream(from address: String, size: Int?, _ range: ByteRange?) async throws(StorageError)
        -> ByteStream
    {
        var fields = Self.fields
        if let range {
            guard range.offset <= Int.max - range.length else {
                throw StorageError(.invalid, "the range reaches beyond the end", side: .client)
            }
            fields["Range"] = "bytes=\(range.offset)-\(range.end - 1)"
        }
        let (response, client) = try await answer(from: address, fields)
        return try DeliveredFile(response, size: size, range).stream(or: client)
    }

    /// How many bytes are at `address`, learned from the first of them; `nil` where nobody says.
    func size(at address: String) async throws(StorageError) -> Int? {
        var fields = Self.fields
        fields["Range"] = "bytes=0-0"
        let (response, _) = try await answer(from: address, fields)
        switch response.status {
        case .ok: return response.body.length
        case .partialContent, .rangeNotSatisfiable: return DeliveredFile.total(in: response)
        default: return nil
        }
    }

    private static let fields: HTTPFields = ["Accept": "*/*", "Accept-Encoding": "identity"]

    private func answer(from text: String, _ fields: HTTPFields)
        async throws(StorageError) -> (HTTPResponse, StorageClient)
    {
        guard var address = hosts.address(text) else {
            throw StorageError(.malformed, "the store hands out an address that is none")
        }
        for _ in 0...Self.maximumRedirects {
            let client = try client(of: address)
            let response = try await client.anyAnswer(to: HTTPRequest(.get, address.target, fields: fields))
            guard [301, 302, 303, 307, 308].contains(response.status) else {
                guard ![401, 403, 404, 410].contains(response.status) else {
                    throw StorageError.undelivered.with("status", response.status.code)
                }
                return (response, client)
            }
            guard let next = response.fields["Location"].flatMap(address.following) else {
                throw StorageError(.malformed, "a redirect that leads nowhere")
            }
            address = next
        }
        throw StorageError(.malformed, "one redirect too many")
    }

    private func client(of address: FileAddress) throws(StorageError) -> StorageClient {
        // It heals as soon as the host is allowed, so that nobody is to give up for it.
        guard hosts.allow(address) else {
            throw StorageError(
                .unavailable,
                "the file lies at \(address.host): the store's downloadHosts must name that host",
                side: .gateway)
        }
        guard allowsPlain || address.scheme == "https" else {
            throw StorageError(.denied, "the file would be fetched without encryption", side: .gateway)
                .with("host", address.host)
        }
        guard let transport = transport(address.origin) else {
            throw StorageError(.internal, "nothing leads to the download host", side: .gateway)
                .with("host", address.host)
        }
        return StorageClient(transport, timeout: timeout, clock: clock)
    }
}

extension StorageError {
    /// The store says that a file is there, and where, and it is not.
    fileprivate static let undelivered = StorageError(
        .unavailable, "the record is there and its file is not delivered", retry: .allowed)
}
