import Gateway
import HTTPCore
import MicroHTTP
import Raster
import RasterCatalog
import RasterHTTP
import Telemetry

extension GatewayProcess {
    /// What lies behind the door: everything that may fail to open.
    struct Inside {
        let composition: Composition
        let operations: Operations
        let front: RasterFrontEnd
        let jobTelemetry: JobTelemetry
        let mirrorTelemetry: MirrorTelemetry
        let scanReporter: ScanReporter

        /// Opens it, and puts in order what an earlier run left behind.
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
                composition.gateway, try composition.frontEnd(configuration), operations: operations,
                log: log, metrics: metrics)
        }
    }
}
