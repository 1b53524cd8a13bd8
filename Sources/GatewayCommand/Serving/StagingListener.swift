import HTTPCore
import MicroHTTP
import RasterHTTP

/// Where stores connect that fetch bytes for themselves, apart from clients.
final class StagingListener: Sendable {
    /// Stores fetch a few files at once.
    static let connections = 64

    /// The address, as a URL with the port that was given by the system.
    let url: String
    private let server: HTTPServer
    private let door = Door()

    /// Listens at `listen`; who comes before ``open(to:)`` is told to come again.
    init(_ listen: Configuration.Listen, _ configuration: Configuration, _ pool: BlockingPool) throws {
        var limits = configuration.limits
        limits.connections = min(limits.connections, Self.connections)
        limits.requestsInFlight = min(limits.requestsInFlight, Self.connections)
        server = HTTPServer(
            HTTPServerConfiguration(host: listen.host, port: listen.port, threads: 1, limits: limits),
            handler: door, executor: pool)
        do { try server.start() } catch let error as HTTPServerError {
            throw CommandFailure(error.sentence(listen, option: "staging.listen"))
        }
        url = listen.url(port: server.port)
    }

    /// Answers with `handler` from now on.
    func open(to handler: some HTTPHandler) { door.open(to: handler) }

    /// Stops in order.
    func stop(within limit: Duration) async { await server.stop(within: limit) }
}
