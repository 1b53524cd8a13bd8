import AdapterKit
import Gateway
import HTTPCore
import MicroHTTP
import Raster
import Synchronization

/// Serves what a run offers to a store that fetches its bytes, at addresses that nobody can guess.
///
/// They lie below `/staging`, as a gateway's do, so that what leads stores to the gateway leads them here.
final class ConformanceHost: ByteHost {
    private let base: String
    private let server: HTTPServer
    private let offers: Offers
    private let identifiers = IdentifierSource(SystemRandom())

    /// Listens where `store` looks for bytes: on this machine alone where its API is here, else where
    /// `configuration` has stores connect.
    init(for store: Configuration.Store, _ configuration: Configuration) throws {
        let isHere = store.fetchesFrom.map(WebHost.isLoopback) ?? true
        let own = Configuration.Listen(host: "127.0.0.1", port: 0)
        let listen = isHere ? own : configuration.staging.listen ?? configuration.listen
        let offers = Offers()
        let server = HTTPServer(
            HTTPServerConfiguration(host: listen.host, port: listen.port, threads: 1), handler: offers,
            executor: BlockingPool())
        do { try server.start() } catch let error as HTTPServerError {
            throw CommandFailure(
                error.sentence(listen, option: "staging.listen")
                    + "; the store fetches what it is tried with from there, so that no gateway may listen meanwhile"
            )
        }
        base = (isHere ? listen.url(port: server.port) : configuration.stagingURL) + "/staging/"
        self.server = server
        self.offers = offers
    }

    /// Serves `bytes` to whoever knows the address.
    func offer(_ bytes: [UInt8], as contentType: String) async throws(StorageError) -> String {
        let token = identifiers.fetchToken()
        offers.add(token, Offers.Offer(bytes: bytes, contentType: contentType))
        return base + token
    }

    /// Answers 404 at an address from now on.
    func withdraw(_ address: String) async { offers.remove(String(address.dropFirst(base.count))) }

    /// Serves nothing any more.
    func stop() async { await server.stop(within: .milliseconds(200)) }
}

/// What is served, by token.
private final class Offers: HTTPHandler {
    /// Bytes of a check, none of which has many.
    struct Offer: Sendable {
        var bytes: [UInt8]
        var contentType: String
    }

    private let all = Mutex<[String: Offer]>([:])

    func add(_ token: String, _ offer: Offer) { all.withLock { $0[token] = offer } }
    func remove(_ token: String) { all.withLock { $0[token] = nil } }

    func respond(to request: HTTPRequest) async -> HTTPResponse {
        guard request.method == .get || request.method == .head else { return HTTPResponse(405) }
        let token = String(request.target.split(separator: "/").last ?? "")
        guard let offer = all.withLock({ $0[token] }) else { return HTTPResponse(404) }
        let fields: HTTPFields = ["Content-Type": offer.contentType, "Cache-Control": "no-store"]
        let body =
            request.method == .head ? .suppressed(length: offer.bytes.count) : HTTPBody.bytes(offer.bytes)
        return HTTPResponse(200, fields: fields, body: body)
    }
}
