import Gateway
import Raster

/// Follows a job to its end, whoever does it.
struct JobFollower {
    /// How often the catalog is asked how far it is.
    static let pace = Duration.milliseconds(250)

    let context: CommandContext
    let gateway: Gateway
    /// Hears of scans that this process does.
    var observer: any ScanObserver = NoScanObserver()

    /// How following ended.
    enum End: Sendable {
        /// The job ended.
        case ended(Job)
        /// Somebody interrupted the command; whether the job went on here, and so waits now.
        case interrupted(wasHere: Bool)
    }

    /// Shows how far `job` is until it has ended or the task is cancelled.
    ///
    /// Where no process owns the data, or none does any more, this one does the job.
    func follow(_ job: Job) async throws -> End {
        var host: JobHost?
        do {
            let end = try await follow(job, &host)
            await host?.stop()
            return end
        } catch {
            await host?.stop()
            throw error
        }
    }

    private func follow(_ job: Job, _ host: inout JobHost?) async throws -> End {
        let clock = gateway.clock
        var display = ProgressDisplay(on: context.console, from: job.progress, at: clock.monotonic())
        defer { display.clear() }
        while !Task.isCancelled {
            guard let job = try await gateway.catalog.read({ try await $0.job(job.id) }) else {
                throw CommandFailure("the library was deleted, and the job with it")
            }
            if job.state != .queued { display.show(job.progress, at: clock.monotonic()) }
            if job.state.isEnded { return .ended(job) }
            if host == nil { host = try await JobHost(job, context, observer) }
            await context.sleeper.wait(for: Self.pace)
        }
        return .interrupted(wasHere: host != nil)
    }
}

extension JobFollower {
    /// The same, and gives up when `interruption` is over.
    func follow(_ job: Job, unless interruption: any Interruption) async throws -> End {
        try await withThrowingTaskGroup(of: End?.self) { group in
            group.addTask { try await follow(job) }
            group.addTask {
                await interruption.wait()
                return nil
            }
            let first = try await group.next() ?? nil
            group.cancelAll()
            if let first { return first }
            return try await group.next().flatMap(\.self) ?? .interrupted(wasHere: false)
        }
    }
}

/// Something that ends a command before its time.
protocol Interruption: Sendable {
    /// Returns when the command should end, or when the task is cancelled.
    func wait() async
}
