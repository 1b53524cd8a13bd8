import Raster

extension Gateway {
    /// What a look at the journal came to.
    public struct Recovery: Sendable, Equatable {
        /// Intents whose outcome is known now.
        public var resolved = 0
        /// Intents that nobody can tell anything about yet.
        public var open = 0
    }

    /// Gives every intent that nobody works on its outcome.
    ///
    /// An upload without a committed answer is compensated: its bytes are looked up by their natural key and
    /// deleted. A deletion is carried out. What this run is doing right now is left alone.
    public func recover(limit: Int = 1000) async throws -> Recovery {
        let intents = try await catalog.read { try await $0.openIntents(limit: limit) }
        var recovery = Recovery()
        for intent in intents where assetsInFlight.claim(intent.key.asset) {
            defer { assetsInFlight.release(intent.key.asset) }
            if try await resolve(intent) { recovery.resolved += 1 } else { recovery.open += 1 }
        }
        return recovery
    }

    private func resolve(_ intent: Intent) async throws -> Bool {
        // Whoever worked on it may have ended since the list was read, and closed it with what they did.
        guard try await catalog.read({ try await $0.isOpen(intent) }) else { return true }
        switch intent.operation {
        case .create: return try await compensate(intent)
        case .delete: return try await completePurge(intent)
        case .removeCopy: return try await forgetRemoval(intent)
        }
    }

    /// Takes back what a failed upload may have left in the backend.
    ///
    /// An intent that is closed was committed with its asset, although the commit reported a failure. What
    /// cannot be told now stays in the journal for ``recover(limit:)``.
    func undo(_ intents: [Intent]) async {
        for intent in intents { _ = try? await resolve(intent) }
    }

    /// Undoes an upload that was never acknowledged; whether nothing is left of it.
    private func compensate(_ intent: Intent) async throws -> Bool {
        guard await isUndone(intent) else {
            try await catalog.write { try await $0.markUnknown(intent) }
            return false
        }
        try await catalog.write { try await $0.close([intent]) }
        return true
    }

    private func isUndone(_ intent: Intent) async -> Bool {
        do throws(StorageError) {
            let adapter = try adapter(intent.adapter)
            guard let finding = adapter.finding else { return false }
            switch try await finding.find(intent.key) {
            case .absent: return true
            case .cannotTell: return false
            case .found(let asset):
                return await isGone(NativeReference(adapter.name, asset.id), of: intent.key.asset)
            }
        } catch {
            return false
        }
    }

    private func completePurge(_ intent: Intent) async throws -> Bool {
        guard let native = intent.native else { return false }
        let home = NativeReference(intent.adapter, native)
        guard await isGone(home, of: intent.key.asset) else { return false }
        try await catalog.write { try await $0.finishPurge([intent.key.asset]) }
        return true
    }

    /// Leaves a second copy to the next sync, which sees whether it is there: by now the asset may live in it.
    private func forgetRemoval(_ intent: Intent) async throws -> Bool {
        try await catalog.write { try await $0.close([intent]) }
        return true
    }
}
