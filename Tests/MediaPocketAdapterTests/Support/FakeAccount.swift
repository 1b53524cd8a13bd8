import AdapterKit
import FakeKit
import HTTPCore
import MediaPocketAdapter
import MediaPocketFake
import Raster
import Synchronization
import TestSupport

/// A fake account, an adapter of it, and someone whom the account fetches files from, with nothing in between.
struct FakeAccount: Sendable {
    let fake: MediaPocketFake
    let adapter: MediaPocketAdapter
    let staged: Staged

    /// An account where time passes at once; ids are made from `seed`.
    init(nativeTrash: Bool = true, givesDownloadURLs: Bool = true, seed: UInt64 = 1) throws {
        let host = LoopbackHost()
        var options = MediaPocketFake.Options()
        options.transport = { origin in
            origin == LoopbackHost.origin ? LoopbackTransport(to: host) : LoopbackTransport(to: Nowhere())
        }
        options.time = .standing(at: 1_768_473_000_000)
        options.givesDownloadURLs = givesDownloadURLs
        options.seed = seed
        let fake = try MediaPocketFake(options)
        self.fake = fake
        var configuration = try MediaPocketConfiguration(
            address: options.origin, secret: MediaPocketSecret(options.users[0].key))
        configuration.nativeTrash = nativeTrash
        adapter = MediaPocketAdapter(
            name: "pocket", configuration: configuration, api: LoopbackTransport(to: fake),
            download: { _ in LoopbackTransport(to: fake) }, clock: TestClock())
        guard let staged = Staged(adapter, host: host, sleeper: Impatience(), looks: 10) else {
            throw StorageError(.unsupported, "the adapter fetches nothing")
        }
        self.staged = staged
    }
}

/// Offers bytes to whom `LoopbackTransport` leads here.
private final class LoopbackHost: ByteHost, HTTPHandler {
    static let origin = "http://staging.example"
    private let offers = MemoryHost()

    func offer(_ bytes: [UInt8], as contentType: String) async throws(StorageError) -> String {
        let address = try await offers.offer(bytes, as: contentType)
        return Self.origin + address.dropFirst("memory:/".count)
    }

    func withdraw(_ address: String) async { await offers.withdraw(Self.inner(address)) }

    func respond(to request: HTTPRequest) async -> HTTPResponse {
        guard let bytes = offers.bytes(at: Self.inner(Self.origin + request.target)) else {
            return HTTPResponse(404)
        }
        return HTTPResponse(200, body: .bytes(bytes))
    }

    /// The address by which the memory knows it.
    private static func inner(_ address: String) -> String { "memory:/" + address.dropFirst(origin.count) }
}

/// An origin where nothing is.
private struct Nowhere: HTTPHandler {
    func respond(to request: HTTPRequest) async -> HTTPResponse { HTTPResponse(404) }
}
