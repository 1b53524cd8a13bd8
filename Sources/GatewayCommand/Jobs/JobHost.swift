import Gateway
import MicroHTTP
import Raster
import RasterCatalog

/// A command that does a job itself, since no server owns the data.
final class JobHost: Sendable {
    /// How long work may take to stop when the command is interrupted.
    static let stopLimit = Duration.seconds(10)

    private let lock: OwnerLock
    private let staging: StagingHost?
    private let composition: Composition
    private let runner: JobRunner

    /// Takes the data directory and begins `job`; `nil` where another process owns the directory.
    init?(_ job: Job, _ context: CommandContext, _ observer: any ScanObserver) async throws {
        let configuration = context.configuration
        let directory = try DataDirectory(at: configuration.dataDirectory)
        do { lock = try OwnerLock(directory) } catch is OwnerLock.Held { return nil }
        let pool = BlockingPool()
        staging = job.kind == .relocate ? try StagingHost(configuration, pool) : nil
        do {
            composition = try await Self.composition(context, staging, observer)
            try staging?.open(to: composition)
        } catch {
            await staging?.stop(within: .zero)
            throw error
        }
        var options = JobRunner.Options()
        options.only = job.id
        runner = JobRunner(
            composition.gateway, works: composition.works, observer: JobRemarks(console: context.console),
            sleeper: SystemSleeper(), executor: pool, options: options)
        runner.start()
    }

    private static func composition(
        _ context: CommandContext, _ staging: StagingHost?, _ observer: any ScanObserver
    ) async throws -> Composition {
        try await Composition(
            context.configuration, publicURL: context.configuration.publicURL ?? "",
            stagingURL: staging?.addresses.stagingURL, longWork: context.longWork, observer: observer)
    }

    /// Stops; a job that has not ended waits for the next process.
    func stop() async {
        await runner.stop(within: Self.stopLimit)
        await staging?.stop(within: .zero)
        await composition.catalog.close()
        withExtendedLifetime(lock) {}
    }
}

/// Says to whoever runs a command why a job failed, since no log does.
private struct JobRemarks: JobObserver {
    let console: any Console

    func changed(_ job: Job, _ failure: (any Error)?) {
        guard job.state == .failed, let failure else { return }
        console.note("cause: \(failure)")
    }

    func counted(waiting: Int, running: Int) {}

    func faltered(_ failure: any Error) { console.note("trying again: \(failure)") }
}
