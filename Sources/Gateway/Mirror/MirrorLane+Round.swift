import Raster
import Synchronization

// What a lane does each time it looks.
extension MirrorLane {
    /// Begins what is due, as far as there is room; how long to wait unless something happens.
    func round() async throws -> Duration {
        try await inherit()
        let now = gateway.clock.now()
        let (room, busy) = state.withLock { state in
            (state.schedule.room(at: gateway.clock.monotonic()), state.schedule.inFlight)
        }
        if room > 0, adapter.refusal == nil {
            for entry in try await begin(room, beside: busy, at: now) { launch(entry) }
        }
        try await count()
        return try await pause(after: now)
    }

    /// Takes over, once, what earlier owners have sent without learning the outcome.
    ///
    /// They may have been sending until a moment ago, so that what they sent settles from now on.
    private func inherit() async throws {
        guard !state.withLock({ $0.hasInherited }) else { return }
        let (now, owner, name) = (gateway.clock.now(), gateway.owner, adapter.name)
        let settled = now + adapter.limits.settleTime
        let horizon = settled + MirrorSchedule.longestRequest
        _ = try await gateway.catalog.write {
            try await $0.inheritMirroring(in: name, by: owner, at: now, settled: settled, horizon: horizon)
        }
        state.withLock { $0.hasInherited = true }
    }

    /// Writes down that the backend is about to be told of what is due, before it is.
    private func begin(
        _ room: Int, beside busy: Set<AssetID>, at now: Timestamp
    ) async throws -> [OutboxEntry] {
        let (name, owner, settled) = (adapter.name, gateway.owner, now + adapter.limits.settleTime)
        // A call that takes very long may be due again, though it is not over.
        let due = try await gateway.catalog.read { reader in
            try await reader.outboxDue(in: name, at: now, limit: room + busy.count).map(\.asset)
        }.filter { !busy.contains($0) }.prefix(room)
        guard !due.isEmpty else { return [] }
        return try await gateway.catalog.write { [due = Array(due)] in
            try await $0.beginMirroring(due, owner: owner, at: now, settled: settled)
        }
    }

    private func launch(_ entry: OutboxEntry) {
        state.withLock { state in
            state.schedule.begin([entry.asset])
            // The lock is held until the task is kept, so that it cannot end before.
            state.tasks[entry.asset] = Task(executorPreference: tools.executor) {
                await self.tell(entry)
                self.ended(entry.asset)
            }
        }
    }

    /// Figures for people, though not more often than they look.
    private func count() async throws {
        let now = gateway.clock.monotonic()
        let isDue = state.withLock { state in
            if let last = state.lastCount, now - last < tools.options.countInterval { return false }
            state.lastCount = now
            return true
        }
        guard isDue else { return }
        let backlog = try await gateway.catalog.read { [name = adapter.name] in
            try await $0.outboxBacklog(of: name)
        }
        tools.observer.counted(adapter.name, backlog)
    }

    /// Until the backend may be asked again, or until the next entry is due; other processes change things too.
    private func pause(after now: Timestamp) async throws -> Duration {
        let pause = state.withLock { $0.schedule.pause(at: gateway.clock.monotonic()) }
        if let refusal = adapter.refusal { return min(max(pause, refusal.wait), tools.options.poll) }
        if pause > .zero { return min(pause, tools.options.poll) }
        let next = try await gateway.catalog.read { [name = adapter.name] in
            try await $0.nextOutboxTry(in: name, after: now)
        }
        let wait = next.map { Duration.milliseconds($0.milliseconds - now.milliseconds) }
        return min(wait ?? tools.options.poll, tools.options.poll)
    }
}

extension StorageError {
    /// How long it asks to be left alone; a second where it does not say.
    fileprivate var wait: Duration {
        if case .after(let wait) = retry { max(wait, .milliseconds(10)) } else { .seconds(1) }
    }
}
