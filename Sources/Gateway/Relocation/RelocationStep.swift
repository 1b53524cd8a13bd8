import Bytes
import Raster

/// One step of one asset on its way to the store of its library; as far as it gets without waiting.
struct RelocationStep: Sendable {
    /// What a step came to.
    enum Outcome: Sendable, Equatable {
        /// The asset has arrived, with so many bytes.
        case moved(Int)
        /// It stays where it is until somebody wants it tried again.
        case failed(Int, BackendFailure)
        /// It is looked at again later.
        case waiting
        /// There is nothing to do any more, or not now.
        case none
        /// Somebody else works on it.
        case busy
    }

    let gateway: Gateway
    /// The asset.
    let id: AssetID

    /// Takes the step, and writes down what came of it.
    ///
    /// Throws only where that cannot be written down.
    func run() async throws -> Outcome {
        guard gateway.assetsInFlight.claim(id) else { return .busy }
        defer { gateway.assetsInFlight.release(id) }
        do { return try await take() } catch { return try await note(error) }
    }

    private func relocation() async throws -> Relocation? {
        try await gateway.catalog.read { [id] in try await $0.relocation(of: id) }
    }

    private func take() async throws -> Outcome {
        guard let found = try await relocation(), found.state == .waiting, !found.isLeaving else {
            return .none
        }
        try await gateway.settleIntents(of: id)
        if let copy = found.copy, copy.adapter != found.goal { try await gateway.abandon(copy, of: found) }
        guard let relocation = try await relocation(), relocation.goal == found.goal else { return .waiting }
        let home = relocation.asset.home.adapter
        let target = try gateway.adapter(relocation.goal)
        guard home != relocation.goal, target.takesUploads else { return try await end() }
        if relocation.asset.trashed != nil, try gateway.adapter(home).trash != nil { return .none }
        if let refusal = target.refusal { return try await postpone(refusal, isCounted: false) }
        if let fetching = target.fetching {
            return try await FetchingStep(self, relocation, target, fetching).run()
        }
        return try await copy(relocation, to: target)
    }

    /// The asset is where it belongs, or stays where it is.
    private func end() async throws -> Outcome {
        try await gateway.catalog.write { [id] in try await $0.endRelocation(of: id) }
        return .none
    }
}

// What a failure comes to.
extension RelocationStep {
    private func note(_ error: any Error) async throws -> Outcome {
        if let fault = error as? RelocationFault { return try await fail(fault.failure) }
        let error = StorageError(wrapping: error)
        // Somebody is in a hurry, or the process ends: nothing failed.
        guard error.kind != .cancelled else { return .waiting }
        guard let relocation = try await relocation() else { return .none }
        guard !RelocationPace.isFinal(error, after: relocation.attempts + 1) else {
            return try await fail(BackendFailure(error))
        }
        return try await postpone(error, after: relocation.attempts + 1)
    }

    private func fail(_ failure: BackendFailure) async throws -> Outcome {
        let size = try await gateway.catalog.write { [id] writer in
            try await writer.failRelocation(of: id, failure)
            return try await writer.relocation(of: id)?.asset.size
        }
        return .failed(size ?? 0, failure)
    }

    private func postpone(
        _ error: StorageError, after attempts: Int = 1, isCounted: Bool = true
    ) async throws -> Outcome {
        let jitter = gateway.identifiers.jitter()
        let pause = RelocationPace.pause(after: error, attempts: attempts, jitter: jitter)
        return try await wait(pause, BackendFailure(error), isCounted: isCounted)
    }

    /// Looks at the asset again when `pause` is over.
    func wait(
        _ pause: Duration, _ failure: BackendFailure? = nil, isCounted: Bool = false
    ) async throws -> Outcome {
        let next = gateway.clock.now() + pause
        try await gateway.catalog.write { [id] in
            try await $0.postponeRelocation(of: id, until: next, failure, isCounted: isCounted)
        }
        return .waiting
    }
}
