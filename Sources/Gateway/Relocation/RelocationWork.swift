public import Raster

/// The job that brings the assets of a library to its store.
public struct RelocationWork: JobWork {
    private let gateway: Gateway
    private let sleeper: any Sleeper

    /// The work over `gateway`; between two looks it waits by `sleeper`.
    public init(_ gateway: Gateway, sleeper: any Sleeper) {
        self.gateway = gateway
        self.sleeper = sleeper
    }

    /// Goes on until every asset has arrived or failed, those too that come meanwhile.
    ///
    /// Throws what clients are told where some have failed.
    public func run(_ job: Job, _ context: JobContext) async throws {
        let run = RelocationRun(gateway, of: job.library, sleeper, context)
        while true {
            try context.checkCancellation()
            try await run.round()
            try context.checkCancellation()
            guard let pause = try await run.pause() else { break }
            await sleeper.wait(for: pause)
        }
        if let failure = run.failure { throw failure }
    }
}
