import Raster

extension Gateway {
    /// What a look at the journal came to.
    public struct Recovery: Sendable, Equatable {
        /// Intents whose outcome is known now.
        public var resolved = 0
        /// Intents that nobody can tell anything about yet.
        public var open = 0
    }

    /// Gives every intent that nobody works on its outcome, as far as it can be told now.
    ///
    /// An upload without a committed answer is compensated: its bytes are looked up by their natural key and
    /// deleted. A deletion is carried out. What this run is doing right now is left alone, and so is a backend
    /// that is down, once that is seen; with `atOnce` also one whose effects take time, since it is elsewhere.
    public func recover(limit: Int = 1000, atOnce: Bool = false) async throws -> Recovery {
        let intents = try await catalog.read { try await $0.openIntents(limit: limit) }
        var recovery = Recovery()
        var down: Set<AdapterName> = []
        for intent in intents where assetsInFlight.claim(intent.key.asset) {
            defer { assetsInFlight.release(intent.key.asset) }
            if down.contains(intent.adapter) || isLeftAlone(intent.adapter, atOnce) {
                recovery.open += 1
                continue
            }
            switch try await resolve(intent) {
            case .done: recovery.resolved += 1
            case .open: recovery.open += 1
            case .down:
                recovery.open += 1
                down.insert(intent.adapter)
            }
        }
        return recovery
    }

    private func isLeftAlone(_ name: AdapterName, _ atOnce: Bool) -> Bool {
        guard let adapter = adapters.adapter(name) else { return false }
        return adapter.refusal != nil || atOnce && adapter.limits.settleTime > .zero
    }

    /// What a look at one intent came to.
    enum Resolution {
        /// It is closed.
        case done
        /// Nothing can be told yet.
        case open
        /// The backend would answer no other question either.
        case down
    }

    /// Gives `intent` its outcome, as far as it can be told now.
    func resolve(_ intent: Intent) async throws -> Resolution {
        // Whoever worked on it may have ended since the list was read, and closed it with what they did.
        guard try await catalog.read({ try await $0.isOpen(intent) }) else { return .done }
        switch intent.operation {
        case .create: return try await compensate(intent)
        case .delete: return try await completePurge(intent) ? .done : .open
        case .removeCopy: return try await forgetRemoval(intent)
        case .vacate: return try await completeRemoval(intent) ? .done : .open
        }
    }

    /// Takes back what failed uploads may have left in the backend; those in `leavingNothing` have left nothing.
    ///
    /// An intent that is closed was committed with its asset, although the commit reported a failure. What
    /// cannot be told now stays in the journal for ``recover(limit:atOnce:)``.
    func undo(_ intents: [Intent], leavingNothing: [Intent] = []) async {
        if !leavingNothing.isEmpty { try? await catalog.write { try await $0.close(leavingNothing) } }
        for intent in intents where !leavingNothing.contains(intent) { _ = try? await resolve(intent) }
    }

    /// Undoes an upload that was never acknowledged.
    private func compensate(_ intent: Intent) async throws -> Resolution {
        let resolution = await takeBack(intent)
        if case .done = resolution {
            try await catalog.write { try await $0.close([intent]) }
        } else {
            try await catalog.write { try await $0.markUnknown(intent) }
        }
        return resolution
    }

    /// How many records of one upload are taken back in one go; where there are more, the next round goes on.
    private static let recordsPerUpload = 3

    /// Deletes what there is of an upload, and looks again: a request without an answer may have been repeated.
    ///
    /// That there is nothing counts only once no request of the upload can have an effect any more.
    private func takeBack(_ intent: Intent) async -> Resolution {
        do throws(StorageError) {
            let adapter = try adapter(intent.adapter)
            guard let finding = adapter.finding else { return .open }
            for _ in 0..<Self.recordsPerUpload {
                switch try await finding.find(intent.key) {
                case .absent: return isSettled(intent, in: adapter) ? .done : .open
                case .cannotTell: return .open
                case .found(let asset):
                    let home = NativeReference(adapter.name, asset.id)
                    guard await delete(copy: home) == .gone else { return .open }
                }
            }
            return .open
        } catch {
            if case .failed = error.mirrorOutcome { return .down }
            return .open
        }
    }

    /// Whether what was done for `intent` has shown its effect by now, if it ever will.
    private func isSettled(_ intent: Intent, in adapter: any Adapter) -> Bool {
        clock.now() >= intent.created + adapter.limits.settleTime
    }

    private func completePurge(_ intent: Intent) async throws -> Bool {
        guard let native = intent.native else { return false }
        let home = NativeReference(intent.adapter, native)
        guard await removeBytes(of: intent.key.asset, at: home) == .gone else { return false }
        try await catalog.write { try await $0.finishPurge([intent.key.asset]) }
        return true
    }

    /// Leaves a second copy to the next sync, which sees whether it is there: by now the asset may live in it.
    private func forgetRemoval(_ intent: Intent) async throws -> Resolution {
        try await catalog.write { try await $0.close([intent]) }
        return .done
    }
}
