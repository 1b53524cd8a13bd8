import Bytes
import Crypto
import FakeKit
import HTTPCore
import MediaPocketAdapter
import MediaPocketFake
import Raster
import TestSupport

/// A fake account without sockets, an adapter of it, and a place from which the account fetches files.
struct FakeAccount {
    static let address = "https://gateway.example/staging/t"
    let fake: MediaPocketFake
    let adapter: MediaPocketAdapter
    /// Sends what it is given to the account, with its key.
    private let raw: LoopbackTransport
    private let key: String

    /// An account that fetches `bytes` from ``address``, where time passes at once.
    init(bytes: [UInt8] = [], change: (inout MediaPocketFake.Options) -> Void = { _ in }) throws {
        var options = MediaPocketFake.Options()
        options.time = .standing(at: 1_768_473_000_792)
        options.historyPage = 2
        options.transport = { _ in RoutedTransport { _ in HTTPResponse(200, body: .bytes(bytes)) } }
        change(&options)
        let fake = try MediaPocketFake(options)
        self.fake = fake
        raw = LoopbackTransport(to: fake)
        key = options.users[0].key
        var configuration = try MediaPocketConfiguration(
            address: options.origin, secret: MediaPocketSecret(key))
        configuration.nativeTrash = true
        adapter = MediaPocketAdapter(
            name: "pocket", configuration: configuration, api: raw,
            download: { _ in LoopbackTransport(to: fake) }, clock: TestClock())
    }

    /// An announced asset.
    func announced(_ draft: AssetDraft = .sample()) async throws(StorageError) -> NativeID {
        try await adapter.announce(draft, as: BackendLabel(draft.key.asset.rawValue)).id
    }

    /// An asset whose file has been asked for; it has come by the next request.
    func fetched(_ draft: AssetDraft = .sample()) async throws(StorageError) -> NativeID {
        let id = try await announced(draft)
        try await adapter.fetch(draft, for: id, from: Self.address)
        return id
    }

    /// What somebody else sends to the account, as JSON.
    func send(_ method: HTTPMethod, _ target: String, _ body: String) async throws -> HTTPResponse {
        let fields: HTTPFields = ["X-API-KEY": key, "Content-Type": "application/json"]
        return try await raw.send(
            HTTPRequest(method, "/api/v2/" + target, fields: fields, body: ByteStream(body.utf8)))
    }
}

extension ExpectedBytes {
    /// What is to be expected of `bytes`.
    init(of bytes: [UInt8]) throws {
        let md5 = try MD5()
        try md5.update(bytes)
        self.init(
            size: bytes.count, digest: try SHA256.digest(bytes), md5: Hex.encode(try md5.finish()),
            filename: "harbour.jpg")
    }
}
