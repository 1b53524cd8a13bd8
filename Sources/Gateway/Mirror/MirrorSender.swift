public import Raster
import Synchronization

/// Keeps what backends show in step with the catalog, in the process that owns it.
///
/// Each backend has a lane of its own, so that none waits for another. What this process changes is noticed at once,
/// what others change within seconds; what could not be told waits in the catalog, however long that takes.
public final class MirrorSender: Sendable {
    /// Pace.
    public struct Options: Sendable {
        /// How often the catalog is asked for what other processes have changed.
        public var poll: Duration = .seconds(5)
        /// How often the backlog is counted, at most.
        public var countInterval: Duration = .seconds(5)

        /// The defaults.
        public init() {}
    }

    /// What lanes work with.
    struct Tools: Sendable {
        let observer: any MirrorObserver
        let random: any RandomSource
        let sleeper: any Sleeper
        let executor: (any TaskExecutor)?
        let options: Options
    }

    private let lanes: [MirrorLane]
    private let tools: Tools
    private let loops = Mutex<[Task<Void, Never>]>([])

    /// A sender to all backends of `gateway` that show what they are told; everything runs on `executor`.
    public init(
        _ gateway: Gateway, observer: any MirrorObserver, random: any RandomSource, sleeper: any Sleeper,
        executor: (any TaskExecutor)? = nil, options: Options = Options()
    ) {
        let tools = Tools(
            observer: observer, random: random, sleeper: sleeper, executor: executor, options: options)
        self.tools = tools
        lanes = gateway.adapters.configured.compactMap { MirrorLane(gateway, to: $0, tools) }
    }

    /// Begins; once.
    public func start() {
        loops.withLock { loops in
            guard loops.isEmpty else { return }
            loops = lanes.map { lane in Task(executorPreference: tools.executor) { await lane.run() } }
        }
    }

    /// Begins nothing more, and returns when calls under way have ended or `limit` is over.
    ///
    /// Half of it is theirs, then they are asked to end. What did not end is looked at by the next process.
    public func stop(within limit: Duration) async {
        let loops = loops.withLock { $0 }
        for lane in lanes { lane.drain() }
        let alarm = Task { [lanes, tools] in
            await tools.sleeper.wait(for: limit / 2)
            if Task.isCancelled { return }
            for lane in lanes { lane.cancel() }
            await tools.sleeper.wait(for: limit / 2)
            if Task.isCancelled { return }
            for lane in lanes { lane.abandon() }
        }
        for loop in loops { await loop.value }
        alarm.cancel()
    }

    /// Tells every backend of what is due now, and returns when that is done; for commands and tests.
    func round() async throws {
        for lane in lanes { _ = try await lane.round() }
        for lane in lanes { await lane.settle() }
    }
}

extension Gateway {
    /// The backends among `adapters` that show what the catalog says, for the catalog to note their changes.
    public static func mirrored(_ adapters: [any Adapter]) -> Set<AdapterName> {
        Set(adapters.filter { $0.updating != nil }.map(\.name))
    }

    /// Those of them that have a trash of their own, for the catalog to note what comes into it and out of it.
    public static func binned(_ adapters: [any Adapter]) -> Set<AdapterName> {
        Set(adapters.filter { $0.updating != nil && $0.trash != nil }.map(\.name))
    }

    /// Those of them in which libraries have places, for the catalog to note which assets change them.
    public static func placed(_ adapters: [any Adapter]) -> Set<AdapterName> {
        Set(adapters.filter { $0.updating != nil && $0.places != nil }.map(\.name))
    }
}
