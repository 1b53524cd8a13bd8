import Gateway
import MicroHTTP
import Raster
import RasterHTTP
import Telemetry

extension GatewayProcess {
    /// What a gateway does by itself, beside answering.
    struct Workers: Sendable {
        private let housekeeping: Task<Void, Never>
        private let mailing: Task<Void, Never>?
        private let jobs: JobRunner
        private let mirrors: MirrorSender
        private let adopting: Task<Void, Never>
        private let comparing: Task<Void, Never>

        /// Begins all of it, on `pool`.
        init(
            _ inside: Inside, _ configuration: Configuration, _ pool: BlockingPool, _ log: any LogSink
        ) {
            let (composition, gateway) = (inside.composition, inside.composition.gateway)
            housekeeping = Self.keepHouse(composition, pool, log)
            mailing = Mailing.start(configuration.mail, gateway, pool, inside.operations.metrics, log)
            jobs = JobRunner(
                gateway, works: composition.works(tellingFailures: inside.jobTelemetry.failed),
                observer: inside.jobTelemetry, sleeper: SystemSleeper(), executor: pool)
            jobs.start()
            mirrors = MirrorSender(
                gateway, observer: inside.mirrorTelemetry, random: SystemRandom(),
                sleeper: SystemSleeper(), executor: pool)
            mirrors.start()
            let keeper = AdoptionKeeper(gateway, inside.scanReporter, configuration, log)
            adopting = Task(executorPreference: pool) { await keeper.run() }
            let comparer = SyncKeeper(gateway, everyMinutes: configuration.syncMinutes, log)
            comparing = Task(executorPreference: pool) { await comparer.run() }
        }

        /// Begins no more jobs, tells stores no more, and returns when what runs of both has stopped.
        func drain() async {
            adopting.cancel()
            comparing.cancel()
            async let drained: Void = jobs.stop(within: GatewayProcess.jobStopLimit)
            async let told: Void = mirrors.stop(within: GatewayProcess.mirrorStopLimit)
            await drained
            await told
        }

        /// Ends the rest, once nobody asks for anything any more.
        func end() async {
            housekeeping.cancel()
            mailing?.cancel()
            await housekeeping.value
            await adopting.value
            await comparing.value
            await mailing?.value
        }
    }
}

extension GatewayProcess.Workers {
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
