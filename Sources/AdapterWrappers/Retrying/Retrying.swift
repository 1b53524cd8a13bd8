public import Raster

/// A store whose failed calls are made again where that can do no harm and may help.
///
/// It is bounded by attempts, by time, and for the bytes of an asset by progress. A wait that the store asks for
/// is kept, unless it would end beyond the time: then the call fails at once, and the caller learns of the
/// wait. Errors of the client's or the gateway's making, those that say so themselves, and cancellations are final.
/// The error at the end says how many attempts there were, and what all of them together have left behind.
public struct Retrying: AdapterWrapper {
    /// What is wrapped.
    public let base: any Adapter
    let settings: RetrySettings
    let environment: WrapperEnvironment

    /// `base`, with its calls repeated as `settings` say.
    public init(_ base: any Adapter, _ settings: RetrySettings = .init(), _ environment: WrapperEnvironment) {
        self.base = base
        self.settings = settings
        self.environment = environment
    }

    /// Those of ``base``, but that what a call does can begin as late as its last attempt.
    public var limits: AdapterLimits { base.limits.settling(later: settings.budget) }

    /// Makes the call, again where the port allows it.
    public func run<Value: Sendable>(
        _ call: AdapterCall, _ body: @Sendable () async throws(StorageError) -> Value
    ) async throws(StorageError) -> Value {
        var state = begin(call.repetition)
        while true {
            do throws(StorageError) { return try await body() } catch {
                try await pause(&state, after: error, of: call)
            }
        }
    }

    /// Deletes; where an earlier attempt may have done it, finding nothing is success.
    public func delete(_ id: NativeID) async throws(StorageError) {
        var state = begin(AdapterCall.delete.repetition)
        while true {
            do throws(StorageError) { return try await base.delete(id) } catch {
                if error.kind == .notFound, state.mayHaveHappened { return }
                try await pause(&state, after: error, of: .delete)
            }
        }
    }

    func begin(_ repetition: Repetition) -> RetryState {
        RetryState(settings, repetition, at: environment.clock.monotonic())
    }

    /// Waits for the next attempt, or throws where there is none.
    func pause(_ state: inout RetryState, after error: StorageError, of call: AdapterCall)
        async throws(StorageError)
    {
        let now = environment.clock.monotonic()
        let decision = state.failed(error, at: now, jitter: environment.random.unit())
        try await follow(decision, state, call)
    }

    /// Does what was decided: returns after the wait, or throws.
    func follow(_ decision: RetryState.Decision, _ state: RetryState, _ call: AdapterCall)
        async throws(StorageError)
    {
        switch decision {
        case .giveUp(let error): throw error
        case .wait(let duration):
            environment.metrics.figures(of: name).retried(call)
            await environment.sleeper.wait(for: duration)
        }
        guard Task.isCancelled else { return }
        let cancelled = StorageError(
            .cancelled, "the caller went away between two attempts", side: .client)
        throw state.told(cancelled).during(call.rawValue, in: name)
    }
}
