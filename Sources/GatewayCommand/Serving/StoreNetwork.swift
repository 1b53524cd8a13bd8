import AdapterWrappers
import Curl
import Gateway
import HTTPCore
import MicroHTTP
import Raster
import Telemetry

/// What stores across a network report to, and run on.
struct StoreSurroundings: Sendable {
    /// Where their figures go.
    var metrics = MetricsRegistry()
    /// Where what they fail at is told.
    var log: any LogSink = SilentSink()
    /// The threads on which bodies are read; `nil` for some of their own.
    var executor: (any TaskExecutor)?
    /// Whether files are kept here, which only the owner of the data does.
    var keepsFiles = false
}

extension ContentCache {
    /// The cache that `configuration` asks for, in `directory` unless it names another folder; `nil` for none.
    convenience init?(
        _ configuration: Configuration, _ directory: DataDirectory, _ surroundings: StoreSurroundings
    ) throws(StorageError) {
        let isNetworked = configuration.disks.count < configuration.stores.count
        guard isNetworked, surroundings.keepsFiles, configuration.cacheBytes > 0,
            let executor = surroundings.executor
        else { return nil }
        let log = surroundings.log
        try self.init(
            folder: configuration.cacheFolder ?? "\(directory.path)/cache",
            maximumBytes: configuration.cacheBytes, executor: executor
        ) { failure in
            var line = LogLine(.warning, "cache", milliseconds: Int(SystemClock().now().milliseconds))
            line.add("failure", failure.description)
            log.write(line)
        }
    }
}

/// What reaches stores across a network: one engine for all of them.
final class StoreNetwork: Sendable {
    private let engine: CurlEngine
    /// What their wrappers need.
    let wrapperEnvironment: WrapperEnvironment

    /// A network that reports to `surroundings`.
    init(_ surroundings: StoreSurroundings) {
        engine = CurlEngine(executor: surroundings.executor ?? BlockingPool())
        wrapperEnvironment = WrapperEnvironment(
            clock: SystemClock(), sleeper: SystemSleeper(), random: SystemRandom(),
            metrics: AdapterMetrics(surroundings.metrics), log: surroundings.log)
    }

    /// A transport to `base` with the times of `store`.
    func transport(to base: String, _ store: some NetworkedStore) -> CurlHTTP {
        var limits = CurlLimits()
        limits.connectTime = store.connectTime
        limits.answerTime = store.requestTime
        limits.stallTime = store.stallTime
        return CurlHTTP(engine, base: base, limits: limits, network: CurlNetwork(caFile: store.caFile))
    }

    /// What the engine does and has done.
    var statistics: CurlStatistics { engine.statistics }

    /// Ends what is under way.
    func stop() async { await engine.stop() }
}

extension NetworkedStore {
    /// What is wrapped around the adapter.
    var wrapping: WrapperSettings {
        var settings = WrapperSettings.remote
        settings.isReadOnly = isReadOnly
        return settings
    }
}

extension Configuration.Store {
    /// Whether the store shows what the catalog says of its assets, or would if it were not only read from.
    var showsRecords: Bool { !isDisk }

    /// Whether nothing is ever changed in it.
    var isReadOnly: Bool {
        switch kind {
        case .disk: false
        case .imgbt(let vault): vault.isReadOnly
        case .mediaPocket(let account): account.isReadOnly
        }
    }

    /// Whether the store is told what the catalog says of its assets.
    var isMirrored: Bool { showsRecords && !isReadOnly }

    /// Whether it has a trash of its own that follows the catalog's.
    var isBinned: Bool {
        switch kind {
        case .disk, .imgbt: false
        case .mediaPocket(let account): isMirrored && account.nativeTrash
        }
    }

    /// Whether libraries have places in it, to which assets go that change their library.
    var isPlaced: Bool {
        switch kind {
        case .disk, .imgbt: false
        case .mediaPocket: isMirrored
        }
    }
}

/// Takes every line, and keeps none.
struct SilentSink: LogSink {
    func write(_ line: LogLine) {}
}

extension MetricsRegistry {
    /// What reaches stores across a network, and what is kept of them here.
    func addNetworkFigures(_ network: StoreNetwork?, _ cache: ContentCache?) {
        if let network {
            counter("raster_network_connections_total", help: "Connections to stores that were opened.") {
                [MetricSample(Double(network.statistics.connections))]
            }
            gauge("raster_network_buffered_bytes", help: "Bytes of bodies that wait for the slower side.") {
                [MetricSample(Double(network.statistics.bufferedBytes))]
            }
        }
        if let cache { addCacheFigures(cache.counters) }
    }

    private func addCacheFigures(_ counters: DeliveryCounters) {
        counter(
            "raster_cache_deliveries_total",
            help: "Deliveries: from the cache, by a fetch for it, by joining one, or past it.",
            labels: ["way"]
        ) {
            [
                MetricSample(Double(counters.hits), labels: ["hit"]),
                MetricSample(Double(counters.misses), labels: ["fetch"]),
                MetricSample(Double(counters.joins), labels: ["join"]),
                MetricSample(Double(counters.passes), labels: ["pass"]),
            ]
        }
        gauge("raster_cache_bytes", help: "Bytes that are kept.") { [MetricSample(Double(counters.bytes))] }
        counter("raster_cache_evictions_total", help: "Files that went for others.") {
            [MetricSample(Double(counters.evictions))]
        }
        counter("raster_cache_mismatches_total", help: "Fetches of other bytes than the catalog knows.") {
            [MetricSample(Double(counters.mismatches))]
        }
        counter("raster_cache_failures_total", help: "Things that the cache's disk did not do.") {
            [MetricSample(Double(counters.failures))]
        }
    }
}
