import Bytes
import Raster
import Synchronization

// One attempt, from the intent that is in the catalog already to its outcome there.
extension MirrorLane {
    /// What an attempt came to, as far as it can be told.
    private enum Attempt {
        case shown(SHA256Digest)
        case seen(SHA256Digest)
        case missing(StorageError)
        /// Nothing happened.
        case refused(StorageError)
        /// Nobody knows what happened just now.
        case unknown(StorageError)
        /// Nobody knows what happened before, and nothing happened now.
        case blind(StorageError)
    }

    /// Makes the backend show `entry`, or learns why not, and writes that down.
    ///
    /// Where that cannot be written down, the intent stands: the backend is looked at once that has settled.
    func tell(_ entry: OutboxEntry) async {
        let attempt = await attempt(entry)
        do { try await record(attempt, of: entry) } catch { tools.observer.faltered(adapter.name, error) }
    }

    private func attempt(_ entry: OutboxEntry) async -> Attempt {
        do {
            let wanted = try MirrorDigest.of(entry.desired, in: adapter)
            if entry.sent != nil, let outcome = await look(entry, wanted) { return outcome }
            return await update(entry, wanted)
        } catch {
            let error = StorageError(wrapping: error)
            return entry.sent == nil ? .refused(error) : .blind(error)
        }
    }

    /// What an earlier attempt, of which nobody knew the outcome, has come to; `nil` where it has to be repeated.
    private func look(_ entry: OutboxEntry, _ wanted: SHA256Digest) async -> Attempt? {
        // What a backend shows of an asset does not tell whether it is in the trash, nor in its place.
        if entry.desired.isTrashed || entry.changesTrash || entry.changesPlace { return nil }
        do {
            let shown = try await adapter.stat(entry.home.id)
            return try MirrorDigest.isShown(entry.desired, by: shown, in: adapter) ? .seen(wanted) : nil
        } catch {
            let error = StorageError(wrapping: error)
            return error.kind == .notFound ? .missing(error) : .blind(error)
        }
    }

    private func update(_ entry: OutboxEntry, _ wanted: SHA256Digest) async -> Attempt {
        do throws(StorageError) {
            try await show(entry)
            return .shown(wanted)
        } catch {
            if error.kind == .notFound {
                // Some hide what lies in their trash, and an attempt without an answer may have put it there.
                if entry.desired.isTrashed, entry.sent != nil, adapter.trash != nil { return .shown(wanted) }
                return await confirm(error, entry)
            }
            return switch error.effect {
            case .none: .refused(error)
            case .done: .shown(wanted)
            case .unknown: .unknown(error)
            }
        }
    }

    /// Whether the backend really does not have the asset that it did not find.
    private func confirm(_ error: StorageError, _ entry: OutboxEntry) async -> Attempt {
        do throws(StorageError) {
            _ = try await adapter.stat(entry.home.id)
            return .refused(error)
        } catch let failure {
            return failure.kind == .notFound ? .missing(error) : .refused(failure)
        }
    }

    private func record(_ attempt: Attempt, of entry: OutboxEntry) async throws {
        switch attempt {
        case .shown(let state): try await finish(entry, showing: state, .shown)
        case .seen(let state): try await finish(entry, showing: state, .seen)
        case .missing(let error): try await lose(entry, error)
        case .refused(let error): try await postpone(entry, error)
        case .unknown(let error): try await leave(entry, error, for: adapter.limits.settleTime)
        case .blind(let error): try await leave(entry, error, for: .zero)
        }
    }

    private func finish(
        _ entry: OutboxEntry, showing state: SHA256Digest, _ outcome: MirrorOutcome
    ) async throws {
        _ = note(.answered, entry)
        let now = gateway.clock.now()
        try await gateway.catalog.write {
            try await $0.finishMirroring(entry.asset, version: entry.version, showing: state, at: now)
        }
        tools.observer.told(entry, outcome)
    }

    /// The backend does not have the asset, unless that is so new that it may not show up yet.
    private func lose(_ entry: OutboxEntry, _ error: StorageError) async throws {
        let now = gateway.clock.now()
        guard now >= entry.since + adapter.limits.settleTime else { return try await postpone(entry, error) }
        _ = note(.answered, entry)
        try await gateway.catalog.write {
            try await $0.markMissing(entry.asset, from: entry.home, at: now)
        }
        tools.observer.told(entry, .missing)
    }

    private func postpone(_ entry: OutboxEntry, _ error: StorageError) async throws {
        let now = gateway.clock.now()
        let next = now + note(error.mirrorOutcome, entry)
        try await gateway.catalog.write {
            try await $0.postponeMirroring(
                entry.asset, version: entry.version, until: next, error.mirrorFailure, at: now)
        }
        tools.observer.told(entry, .failed(error))
    }

    private func leave(
        _ entry: OutboxEntry, _ error: StorageError, for settleTime: Duration
    ) async throws {
        let next = gateway.clock.now() + max(note(error.mirrorOutcome, entry), settleTime)
        try await gateway.catalog.write {
            try await $0.leaveUnknown(entry.asset, until: next, error.mirrorFailure)
        }
        tools.observer.told(entry, .unknown(error))
    }

    /// How long an asset waits after an attempt that came to `outcome`.
    private func note(_ outcome: MirrorSchedule.Outcome, _ entry: OutboxEntry) -> Duration {
        let jitter = tools.random.bytes(2).reduce(0.0) { ($0 + Double($1)) / 256 }
        let now = gateway.clock.monotonic()
        return state.withLock {
            $0.schedule.note(outcome, attempts: entry.attempts, at: now, jitter: jitter)
        }
    }
}

extension StorageError {
    /// What is kept of it; nothing where somebody only went away.
    fileprivate var mirrorFailure: BackendFailure? { kind == .cancelled ? nil : BackendFailure(self) }
}
