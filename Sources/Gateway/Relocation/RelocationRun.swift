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
    private let library: LibraryKey
    private let sleeper: any Sleeper
    private let context: JobContext
    private let resting: Set<AdapterName>
    private var progress: JobProgress
    private var firstFailure: BackendFailure?
    private var lastCount: Duration?

    init(_ gateway: Gateway, of library: LibraryKey, _ sleeper: any Sleeper, _ context: JobContext) {
        self.gateway = gateway
        self.library = library
        self.sleeper = sleeper
        self.context = context
        resting = gateway.restingAdapters
        progress = context.progress
    }

    /// Takes every step that is due, and those that become due meanwhile.
    func round() async throws {
        let width = try await width()
        try await count()
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
                    note(outcome)
                case .tick, nil: (isTicking, passed) = (false, [])
                }
                try await count(atMostEvery: Self.interval)
            }
            group.cancelAll()
        }
        try await count()
    }

    private static func nextTick(_ sleeper: any Sleeper) async -> Event {
        await sleeper.wait(for: tick)
        return .tick
    }

    /// How long until the next round; `nil` where nothing is left to do.
    func pause() async throws -> Duration? {
        let next = try await gateway.catalog.read { [library, resting] in
            try await $0.nextRelocation(in: library, resting: resting)
        }
        guard let next else { return nil }
        let wait = Duration.milliseconds(next.milliseconds - gateway.clock.now().milliseconds)
        return min(max(wait, .milliseconds(250)), Self.interval)
    }

    /// What clients are told of assets that did not arrive.
    var failure: RasterError? {
        guard let firstFailure else { return nil }
        return RasterError(
            .internalServerError,
            "\(progress.failed) of \(progress.items) assets did not get to the library's store; the first "
                + "because \(firstFailure.sentence). They stay where they were, and can be tried again.")
    }

    /// How many assets the library's store bears at once.
    private func width() async throws -> Int {
        let name = try await gateway.catalog.read { [library] in try await $0.adapter(of: library) }
        let adapter = name.flatMap { try? gateway.adapter($0) }
        return min(max(1, adapter?.limits.concurrency ?? 1), 16)
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

    private func note(_ outcome: RelocationStep.Outcome) {
        switch outcome {
        case .moved(let bytes):
            progress.items += 1
            progress.bytes += bytes
        case .failed(let bytes, let failure):
            progress.items += 1
            progress.bytes += bytes
            progress.failed += 1
            firstFailure = firstFailure ?? failure
        case .waiting, .none, .busy: break
        }
    }

    /// Counts what is left, unless that was done within `interval`.
    private func count(atMostEvery interval: Duration = .zero) async throws {
        let now = gateway.clock.monotonic()
        if let lastCount, now - lastCount < interval { return context.report(progress) }
        lastCount = now
        let totals = try await gateway.catalog.read { [library, resting] in
            try await $0.relocationTotals(in: library, resting: resting)
        }
        progress.itemsTotal = progress.items + totals.waiting
        progress.bytesTotal = progress.bytes + totals.bytes
        context.report(progress)
    }
}
