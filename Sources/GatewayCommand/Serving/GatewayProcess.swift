import Gateway
import HTTPCore
import MicroHTTP
import RasterCatalog
import RasterHTTP
import Telemetry

/// A running gateway: the owner of its data directory, from the lock to the last flush.
final class GatewayProcess: Sendable {
    /// How long requests under way may take once the stop has begun.
    static let stopLimit = Duration.seconds(25)
    /// How long jobs may take to stop meanwhile.
    static let jobStopLimit = Duration.seconds(20)
    /// How long stores may take to be told of what is on its way to them.
    static let mirrorStopLimit = Duration.seconds(20)

    /// What clients connect to.
    let publicURL: String
    /// Where it listens, as `HOST:PORT`, with the port that was given by the system.
    let address: String
    /// Where stores fetch bytes, where that is somewhere else.
    let staging: StagingListener?
    /// The pieces.
    let composition: Composition
    private let lock: OwnerLock
    private let log: any LogSink
    private let server: HTTPServer
    private let operations: Operations
    private let workers: Workers

    /// Takes the data directory, listens, puts in order what an earlier run left behind, and serves.
    ///
    /// Clients that come before that is done are told so with 503. Throws ``OwnerLock/Held`` where another
    /// process owns the directory.
    init(
        _ configuration: Configuration, log: any LogSink, console: (any Console)? = nil,
        longWork: LongWork = .standard
    ) async throws {
        self.log = log
        lock = try OwnerLock(try DataDirectory(at: configuration.dataDirectory))
        let (pool, door) = (BlockingPool(), Door())
        server = HTTPServer(configuration.serverConfiguration, handler: door, executor: pool)
        try server.start()
        address = configuration.listen.address(port: server.port)
        let inside: Inside
        (inside, staging) = try await Self.open(configuration, server, pool) { [server] in
            try await Inside(configuration, $0, server, pool, log, console, longWork)
        }
        composition = inside.composition
        publicURL = composition.gateway.settings.publicURL
        operations = inside.operations
        workers = Workers(inside, configuration, pool, log)
        door.open(to: inside.front)
        staging?.open(to: inside.front.stagingOnly)
        operations.isAccepting = true
    }

    /// What `body` opens behind `server`, and where stores connect that have a listener of their own.
    ///
    /// Where it fails, both listeners stop: a server that nobody stops would hold its port and its threads for good.
    private static func open(
        _ configuration: Configuration, _ server: HTTPServer, _ pool: BlockingPool,
        _ body: (GatewayAddresses) async throws -> Inside
    ) async throws -> (Inside, StagingListener?) {
        var listener: StagingListener?
        do {
            listener = try configuration.staging.listen.map { try StagingListener($0, configuration, pool) }
            let client = configuration.listen.url(port: server.port)
            let addresses = GatewayAddresses(configuration, client: client, staging: listener?.url)
            return (try await body(addresses), listener)
        } catch {
            await listener?.stop(within: .zero)
            await server.stop(within: .zero)
            throw error
        }
    }

    /// Stops in order: no new clients, what runs may end, then everything is flushed.
    func stop() async {
        operations.isAccepting = false
        async let drained: Void = workers.drain()
        async let fetched: Void? = staging?.stop(within: Self.stopLimit)
        await server.stop(within: Self.stopLimit)
        await fetched
        await drained
        await workers.end()
        await composition.network?.stop()
        await composition.catalog.close()
        log.flush()
    }
}
