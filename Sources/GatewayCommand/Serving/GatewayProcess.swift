import Foundation
import Gateway
import HTTPCore
import MicroHTTP
import Raster
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
    private let door: Door
    private let operations: Operations
    private let pool: BlockingPool
    private let housekeeping: Task<Void, Never>
    private let mailing: Task<Void, Never>?
    private let jobs: JobRunner
    private let mirrors: MirrorSender
    private let adopting: Task<Void, Never>
    private let comparing: Task<Void, Never>

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
        pool = BlockingPool()
        door = Door()
        server = HTTPServer(configuration.serverConfiguration, handler: door, executor: pool)
        try server.start()
        address = configuration.listen.address(port: server.port)
        var listener: StagingListener?
        let inside: Inside
        do {
            if let own = configuration.staging.listen {
                listener = try StagingListener(own, configuration, pool)
            }
            let addresses = GatewayAddresses(
                configuration, client: configuration.listen.url(port: server.port), staging: listener?.url)
            inside = try await Inside(configuration, addresses, server, pool, log, console, longWork)
        } catch {
            // A server that nobody stops would hold its port and its threads for good.
            await listener?.stop(within: .zero)
            await server.stop(within: .zero)
            throw error
        }
        staging = listener
        publicURL = inside.composition.gateway.settings.publicURL
        composition = inside.composition
        operations = inside.operations
        housekeeping = Self.keepHouse(composition, pool, log)
        mailing = Mailing.start(
            configuration.mail, composition.gateway, pool, operations.metrics, log)
        jobs = JobRunner(
            composition.gateway, works: composition.works(tellingFailures: inside.jobTelemetry.failed),
            observer: inside.jobTelemetry,
            sleeper: SystemSleeper(), executor: pool)
        jobs.start()
        mirrors = MirrorSender(
            composition.gateway, observer: inside.mirrorTelemetry, random: SystemRandom(),
            sleeper: SystemSleeper(), executor: pool)
        mirrors.start()
        let keeper = AdoptionKeeper(composition.gateway, inside.scanReporter, configuration, log)
        adopting = Task(executorPreference: pool) { await keeper.run() }
        let comparer = SyncKeeper(composition.gateway, everyMinutes: configuration.syncMinutes, log)
        comparing = Task(executorPreference: pool) { await comparer.run() }
        door.open(to: inside.front)
        staging?.open(to: inside.front.stagingOnly)
        operations.isAccepting = true
    }

    /// Stops in order: no new clients, what runs may end, then everything is flushed.
    func stop() async {
        operations.isAccepting = false
        adopting.cancel()
        comparing.cancel()
        async let drained: Void = jobs.stop(within: Self.jobStopLimit)
        async let told: Void = mirrors.stop(within: Self.mirrorStopLimit)
        async let fetched: Void? = staging?.stop(within: Self.stopLimit)
        await server.stop(within: Self.stopLimit)
        await fetched
        await drained
        await told
        housekeeping.cancel()
        mailing?.cancel()
        await housekeeping.value
        await adopting.value
        await comparing.value
        await mailing?.value
        await composition.network?.stop()
        await composition.catalog.close()
        log.flush()
    }

    private static func keepHouse(_ composition: Composition, _ pool: BlockingPool, _ log: any LogSink)
        -> Task<Void, Never>
    {
        Task(executorPreference: pool) {
            let clock = composition.gateway.clock
            let housekeeper = Housekeeper(composition.gateway)
            await logging(to: log, clock) { try await composition.warmUp() }
            while !Task.isCancelled {
                await logging(to: log, clock) {
                    let round = try await housekeeper.round { Task.isCancelled }
                    if let line = round.line(milliseconds: Int(clock.now().milliseconds)) { log.write(line) }
                }
                try? await Task.sleep(for: .seconds(30))
            }
        }
    }

    private static func logging(
        to log: any LogSink, _ clock: any WallClock, _ work: () async throws -> Void
    ) async {
        do { try await work() } catch {
            var line = LogLine(.error, "housekeeping", milliseconds: Int(clock.now().milliseconds))
            line.add("failure", "\(error)")
            log.write(line)
        }
    }
}

/// What lies behind the door: everything that may fail to open.
private struct Inside {
    let composition: Composition
    let operations: Operations
    let front: RasterFrontEnd
    let jobTelemetry: JobTelemetry
    let mirrorTelemetry: MirrorTelemetry
    let scanReporter: ScanReporter

    init(
        _ configuration: Configuration, _ addresses: GatewayAddresses, _ server: HTTPServer,
        _ pool: BlockingPool,
        _ log: any LogSink, _ console: (any Console)?, _ longWork: LongWork
    ) async throws {
        scanReporter = ScanReporter(SystemClock(), log, console)
        let metrics = MetricsRegistry()
        composition = try await Composition(
            configuration, publicURL: addresses.publicURL, stagingURL: addresses.stagingURL,
            longWork: longWork, observer: scanReporter,
            surroundings: StoreSurroundings(
                metrics: metrics, log: log, executor: pool, keepsFiles: true))
        try await composition.sweep()
        operations = Operations(metrics: metrics)
        metrics.addProcessFigures()
        metrics.addServerFigures(server)
        metrics.addCatalogFigures(composition.catalog.counters)
        metrics.addNetworkFigures(composition.network, composition.gateway.cache)
        jobTelemetry = JobTelemetry(composition.gateway.clock, log, metrics)
        mirrorTelemetry = MirrorTelemetry(composition.gateway.clock, log, metrics)
        // What is elsewhere may be down, and must not hold up the start: housekeeping comes to it at once.
        _ = try await composition.gateway.recover(atOnce: true)
        front = RasterFrontEnd(
            composition.gateway, try composition.frontEnd(configuration), operations: operations, log: log,
            metrics: metrics)
    }
}
