public import Raster

/// The job that brings the assets of a library to its store.
public struct RelocationWork: JobWork {
    /// Hears of an asset that a job has given up.
    public typealias Telling = @Sendable (Relocation, Job) -> Void

    private let gateway: Gateway
    private let sleeper: any Sleeper
    private let tell: Telling

    /// The work over `gateway`; between two looks it waits by `sleeper`.
    ///
    /// `tell` hears of each asset that is given up.
    public init(_ gateway: Gateway, sleeper: any Sleeper, tell: @escaping Telling = { _, _ in }) {
        self.gateway = gateway
        self.sleeper = sleeper
        self.tell = tell
    }

    /// Goes on until every asset has arrived or failed, those too that come meanwhile.
    ///
    /// Throws what clients are told where some have failed.
    public func run(_ job: Job, _ context: JobContext) async throws {
        let run = RelocationRun(gateway, job, sleeper, context, tell: tell)
        while true {
            try context.checkCancellation()
            try await run.round()
            try context.checkCancellation()
            guard let pause = try await run.pause() else { break }
            await sleeper.wait(for: pause)
        }
        if let failure = try await run.failure() { throw failure }
    }
}
