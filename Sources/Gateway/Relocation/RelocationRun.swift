import Raster
import Synchronization

/// Takes the steps of a library's assets, several at once, as they are due; used by one task.
final class RelocationRun {
    /// How often assets are looked for that have come meanwhile.
    private static let interval = Duration.seconds(1)
    /// The same while steps are taken.
    static let tick = Duration.milliseconds(500)

    /// Something that has happened.
    private enum Event: Sendable {
        case ended(AssetID, RelocationStep.Outcome)
        /// Time has passed.
        case tick
    }

    private let gateway: Gateway
    private let sleeper: any Sleeper
    private let context: JobContext
    private let resting: Set<AdapterName>
    private let job: Job
    private let tell: RelocationWork.Telling
    private var progress: JobProgress
    /// Assets that have arrived.
    private var moved: Int
    private var counting = (last: Duration.zero, took: Duration.zero)

    init(
        _ gateway: Gateway, _ job: Job, _ sleeper: any Sleeper, _ context: JobContext,
        tell: @escaping RelocationWork.Telling = { _, _ in }
    ) {
        self.gateway = gateway
        self.sleeper = sleeper
        self.context = context
        self.tell = tell
        self.job = job
        resting = gateway.restingAdapters
        progress = context.progress
        moved = progress.items - progress.failed
    }

    /// Takes every step that is due, and those that become due meanwhile.
    func round() async throws {
        let adapter = try await adapter()
        // A store that is known to be down is not asked, nor is each of its assets looked at.
        guard adapter?.refusal == nil else { return }
        let width = min(max(1, adapter?.limits.concurrency ?? 1), 16)
        try await countSometimes()
        try await withThrowingTaskGroup(of: Event.self) { group in
            var busy: Set<AssetID> = []
            var passed: Set<AssetID> = []
            var isTicking = false
            while true {
                for id in try await due(width - busy.count, beside: busy.union(passed)) {
                    let step = RelocationStep(gateway: gateway, id: id)
                    group.addTask { .ended(id, try await step.run()) }
                    busy.insert(id)
                }
                guard !busy.isEmpty else { break }
                if !isTicking { group.addTask { [sleeper] in await Self.nextTick(sleeper) } }
                isTicking = true
                switch try await group.next() {
                case .ended(let id, let outcome):
                    busy.remove(id)
                    // What somebody else works on, or is to be looked at again at once, is left to the next round.
                    passed.insert(id)
                    try await note(outcome, of: id)
                case .tick, nil: (isTicking, passed) = (false, [])
                }
                try await countSometimes()
            }
            group.cancelAll()
        }
    }

    private static func nextTick(_ sleeper: any Sleeper) async -> Event {
        await sleeper.wait(for: tick)
        return .tick
    }

    private var library: LibraryKey { job.library }
    /// When the job was made: what was given up before is not its own.
    private var begun: Timestamp { job.created }

    /// How long until the next round; `nil` where nothing is left to do.
    func pause() async throws -> Duration? {
        let now = gateway.clock.now()
        let next = try await gateway.catalog.read { [library, resting] in
            try await $0.nextRelocation(
                in: library, resting: resting, at: now, fetches: RelocationPace.fetches)
        }
        guard let next else { return nil }
        let wait = Duration.milliseconds(next.milliseconds - now.milliseconds)
        return min(max(wait, .milliseconds(250)), Self.interval)
    }

    /// Counts for the last time; what clients are told of assets that did not arrive.
    func failure() async throws -> RasterError? {
        try await count()
        let first = try await gateway.catalog.read { [library, begun] in
            try await $0.failedRelocations(in: library, since: begun, limit: 1).first?.failure
        }
        guard let first else { return nil }
        return RasterError(
            first.isAbsence ? .serviceUnavailable : .internalServerError,
            "\(progress.failed) of \(progress.items) assets did not get to the library's store; the first "
                + "because \(first.sentence). They stay where they were, and can be tried again.")
    }

    /// The library's store; `nil` where that is removed or not configured.
    private func adapter() async throws -> (any Adapter)? {
        let name = try await gateway.catalog.read { [library] in try await $0.adapter(of: library) }
        return name.flatMap { try? gateway.adapter($0) }
    }

    private func due(_ room: Int, beside known: Set<AssetID>) async throws -> [AssetID] {
        guard room > 0, !context.isCancelled else { return [] }
        let now = gateway.clock.now()
        let due = try await gateway.catalog.read { [library, resting] in
            try await $0.relocationsDue(
                in: library, at: now, resting: resting, fetches: RelocationPace.fetches,
                limit: room + known.count)
        }
        return Array(due.filter { !known.contains($0) }.prefix(room))
    }

    private func note(_ outcome: RelocationStep.Outcome, of id: AssetID) async throws {
        switch outcome {
        case .moved(let bytes):
            moved += 1
            progress.bytes += bytes
        case .failed:
            // Its failure is in the catalog; there it may be tried again by now.
            let relocation = try await gateway.catalog.read { try await $0.relocation(of: id) }
            if let relocation, relocation.state == .failed { tell(relocation, job) }
        case .waiting, .none, .busy: break
        }
    }

    /// Counts what is left, but spends no more than a twentieth of the time on that.
    private func countSometimes() async throws {
        let now = gateway.clock.monotonic()
        guard counting.last == .zero || now - counting.last >= max(Self.interval, counting.took * 20) else {
            return context.report(progress)
        }
        try await count()
    }

    private func count() async throws {
        let before = gateway.clock.monotonic()
        let (totals, failed) = try await gateway.catalog.read { [library, resting, begun] reader in
            (
                try await reader.relocationTotals(in: library, resting: resting),
                try await reader.failedRelocationCount(in: library, since: begun)
            )
        }
        progress.failed = failed
        progress.items = moved + failed
        progress.itemsTotal = progress.items + totals.waiting
        progress.bytesTotal = progress.bytes + totals.bytes
        counting = (before, gateway.clock.monotonic() - before)
        context.report(progress)
    }
}
