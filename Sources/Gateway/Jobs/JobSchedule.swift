import Raster

/// Which jobs this process works on, and what is to be done next: a pure state machine, whose shell is
/// ``JobRunner``.
///
/// It keeps a job from its claim until its end is in the catalog, so that neither is lost where a write fails.
struct JobSchedule {
    /// Something for the shell to do.
    enum Step: Equatable {
        /// Take up a job that waits.
        case claim(JobID)
        /// Ask its work to stop.
        case stop(JobID)
        /// It runs in the catalog and nowhere else: the process that did it is gone.
        case recover(JobID)
    }

    private enum Phase: Equatable {
        case running, stopping
        case ended(JobOutcome)
    }

    private struct Slot: Hashable {
        let library: LibraryKey
        let kind: JobKind

        init(_ job: Job) { (library, kind) = (job.library, job.kind) }
    }

    private struct Entry {
        let slot: Slot
        var phase: Phase
    }

    /// How many jobs run at once, without those that mostly wait.
    let limit: Int
    /// How many of those run at once.
    let waitingLimit: Int
    /// Whether nothing new is begun.
    private(set) var isDraining = false
    private var entries: [JobID: Entry] = [:]

    init(limit: Int, waitingLimit: Int = 64) {
        self.limit = limit
        self.waitingLimit = waitingLimit
    }

    /// How many jobs are this process's.
    var count: Int { entries.count }

    /// The jobs whose work has ended, and how, though the catalog may not know yet.
    var ended: [(id: JobID, outcome: JobOutcome)] {
        entries.compactMap { id, entry in
            if case .ended(let outcome) = entry.phase { (id, outcome) } else { nil }
        }
    }

    /// What to do, now that the catalog shows these jobs, `waiting` in the order in which they are due.
    mutating func look(running: [Job], waiting: [Job]) -> [Step] {
        let lost = running.filter { entries[$0.id] == nil }.map { Step.recover($0.id) }
        let unwanted = stop { id in !running.contains { $0.id == id && !$0.isCancelRequested } }
        return lost + unwanted.map(Step.stop) + claims(waiting, beside: running)
    }

    /// The catalog has `job` as running now; whether its work is to begin.
    mutating func claimed(_ job: Job) -> Bool {
        entries[job.id] = Entry(slot: Slot(job), phase: isDraining ? .ended(.stopped) : .running)
        return !isDraining
    }

    /// The work of a job ended.
    ///
    /// To stop without being asked to is a failure: the job would be begun again for ever.
    mutating func ended(_ id: JobID, _ outcome: JobOutcome) {
        let isUnasked = outcome == .stopped && entries[id]?.phase == .running
        entries[id]?.phase = .ended(isUnasked ? .failed(.unexpectedJobFailure) : outcome)
    }

    /// The catalog knows how a job ended.
    mutating func settled(_ id: JobID) { entries[id] = nil }

    /// Begins nothing more; the jobs whose work is to stop.
    mutating func drain() -> [JobID] {
        isDraining = true
        return stop { _ in true }
    }

    private mutating func stop(where isUnwanted: (JobID) -> Bool) -> [JobID] {
        let stopped = entries.filter { $0.value.phase == .running && isUnwanted($0.key) }.keys.sorted()
        for id in stopped { entries[id]?.phase = .stopping }
        return stopped
    }

    private func claims(_ waiting: [Job], beside running: [Job]) -> [Step] {
        guard !isDraining else { return [] }
        var taken = Set(entries.values.map(\.slot)).union(running.map(Slot.init))
        var room = [false: room(false), true: room(true)]
        return waiting.filter { job in
            guard taken.insert(Slot(job)).inserted else { return false }
            room[job.kind.mostlyWaits, default: 0] -= 1
            return room[job.kind.mostlyWaits, default: 0] >= 0
        }.map { .claim($0.id) }
    }

    /// How many jobs more may be begun, of those that mostly wait or of the others.
    private func room(_ mostlyWaits: Bool) -> Int {
        let count = entries.values.count { $0.slot.kind.mostlyWaits == mostlyWaits }
        return max(0, (mostlyWaits ? waitingLimit : limit) - count)
    }
}
