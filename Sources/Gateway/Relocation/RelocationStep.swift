import Bytes
import Raster

/// One step of one asset on its way to the store of its library; as far as it gets without waiting.
struct RelocationStep: Sendable {
    /// What a step came to.
    enum Outcome: Sendable, Equatable {
        /// The asset has arrived, with so many bytes.
        case moved(Int)
        /// It stays where it is until somebody wants it tried again.
        case failed
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
        guard let found = try await relocation(), found.state == .waiting, !found.isLeaving else {
            return .none
        }
        do { return try await take(found) } catch { return try await note(error, to: found.goal) }
    }

    private func relocation() async throws -> Relocation? {
        try await gateway.catalog.read { [id] in try await $0.relocation(of: id) }
    }

    private func take(_ found: Relocation) async throws -> Outcome {
        try await gateway.settleIntents(of: id)
        if let copy = found.copy, copy.adapter != found.goal { try await gateway.abandon(copy, of: found) }
        guard let relocation = try await relocation(), relocation.goal == found.goal else { return .waiting }
        let home = relocation.asset.home.adapter
        let target = try gateway.adapter(relocation.goal)
        guard home != relocation.goal else { return try await end(relocation) }
        guard target.takesUploads else { throw RelocationFault.closed }
        if relocation.asset.trashed != nil, try target.trash != nil || gateway.adapter(home).trash != nil {
            return .none
        }
        if let refusal = target.refusal {
            return try await postpone(refusal, to: relocation.goal, isCounted: false)
        }
        if let fetching = target.fetching {
            return try await FetchingStep(self, relocation, target, fetching).run()
        }
        return try await copy(relocation, to: target)
    }

    /// The asset is where it belongs.
    private func end(_ relocation: Relocation) async throws -> Outcome {
        try await gateway.catalog.write { [id] in try await $0.endRelocation(of: id, to: relocation.goal) }
        return .none
    }
}

// What a failure comes to.
extension RelocationStep {
    /// Writes down what came of a step to `goal`: nothing, where the asset is on another way by now.
    private func note(_ error: any Error, to goal: AdapterName) async throws -> Outcome {
        if let fault = error as? RelocationFault { return try await fail(fault.failure, to: goal) }
        let error = StorageError(wrapping: error)
        // Somebody is in a hurry, or the process ends: nothing failed.
        guard error.kind != .cancelled else { return .waiting }
        guard let relocation = try await relocation() else { return .none }
        guard !RelocationPace.isFinal(error, after: relocation.attempts + 1) else {
            return try await fail(BackendFailure(error), to: goal)
        }
        return try await postpone(error, to: goal, after: relocation.attempts + 1)
    }

    private func fail(_ failure: BackendFailure, to goal: AdapterName) async throws -> Outcome {
        let now = gateway.clock.now()
        let isGivenUp = try await gateway.catalog.write { [id] in
            try await $0.failRelocation(of: id, to: goal, failure, at: now)
        }
        return isGivenUp ? .failed : .waiting
    }

    private func postpone(
        _ error: StorageError, to goal: AdapterName, after attempts: Int = 1, isCounted: Bool = true
    ) async throws -> Outcome {
        let jitter = gateway.identifiers.jitter()
        let pause = RelocationPace.pause(after: error, attempts: attempts, jitter: jitter)
        return try await wait(pause, to: goal, BackendFailure(error), isCounted: isCounted)
    }

    /// Looks at the asset again when `pause` is over.
    func wait(
        _ pause: Duration, to goal: AdapterName, _ failure: BackendFailure? = nil, isCounted: Bool = false
    ) async throws -> Outcome {
        let next = gateway.clock.now() + pause
        try await gateway.catalog.write { [id] in
            try await $0.postponeRelocation(of: id, to: goal, until: next, failure, isCounted: isCounted)
        }
        return .waiting
    }
}
