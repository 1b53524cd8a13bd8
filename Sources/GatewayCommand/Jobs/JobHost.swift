import Gateway
import MicroHTTP
import Raster
import RasterCatalog

/// A command that does a job itself, since no server owns the data.
final class JobHost: Sendable {
    /// How long work may take to stop when the command is interrupted.
    static let stopLimit = Duration.seconds(10)

    private let lock: OwnerLock
    private let composition: Composition
    private let runner: JobRunner

    /// Takes the data directory and begins the job `id`; `nil` where another process owns the directory.
    init?(_ id: JobID, _ context: CommandContext, _ sleeper: any Sleeper) async throws {
        let directory = try DataDirectory(at: context.configuration.dataDirectory)
        do { lock = try OwnerLock(directory) } catch is OwnerLock.Held { return nil }
        composition = try await Composition(
            context.configuration, publicURL: context.configuration.publicURL ?? "",
            longWork: context.longWork)
        var options = JobRunner.Options()
        options.only = id
        runner = JobRunner(
            composition.gateway, works: composition.works, observer: JobRemarks(console: context.console),
            sleeper: sleeper, executor: BlockingPool(), options: options)
        runner.start()
    }

    /// Stops; a job that has not ended waits for the next process.
    func stop() async {
        await runner.stop(within: Self.stopLimit)
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
