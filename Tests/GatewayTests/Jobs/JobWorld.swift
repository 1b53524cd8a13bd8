import Raster
import TestSupport

@testable import Gateway

/// A catalog of jobs and the process that does them, both as values: what may happen to them happens in the order
/// that a seed says.
struct JobWorld {
    /// The catalog.
    private(set) var rows: [JobID: Job] = [:]
    /// What was broken of the promises.
    private(set) var broken: [String] = []
    private var order: [JobID] = []
    private var schedule = JobSchedule(limit: 2)
    private var working: Set<JobID> = []
    private var asked: Set<JobID> = []
    private var run = 1
    private var random: SplitMix64

    init(seed: UInt64) { random = SplitMix64(seed: seed) }

    /// Something happens.
    mutating func step() {
        switch Int.random(in: 0..<20, using: &random) {
        case 0...3: insert()
        case 4...9: look(failing: chance(5))
        case 10...13: endWork()
        case 14...15: cancel()
        case 16: crash()
        case 17: for id in schedule.drain() { asked.insert(id) }
        case 18: if schedule.isDraining && schedule.count == 0 { restart() }
        default: settle(failing: chance(3))
        }
        check()
    }

    /// From now on nothing bad happens any more; whether all jobs end.
    mutating func comesToAnEnd() -> Bool {
        restart()
        for _ in 0..<(rows.count * 3 + 10) {
            look(failing: false)
            for id in working.sorted() { end(id, .done) }
            settle(failing: false)
            check()
        }
        return rows.values.allSatisfy { $0.state.isEnded }
    }

    private mutating func insert() {
        let kind = JobKind.allCases.randomElement(using: &random) ?? .sync
        let job = Job.sample(
            JobID("j\(order.count)"), kind, library: Int64.random(in: 1...3, using: &random))
        rows[job.id] = job
        order.append(job.id)
    }

    /// A round of the runner; a step whose write fails ends it, after the write was kept or before.
    private mutating func look(failing: Bool) {
        let all = order.compactMap { rows[$0] }
        let steps = schedule.look(
            running: all.filter { $0.state == .running }, waiting: all.filter { $0.state == .queued })
        for step in steps {
            if case .stop(let id) = step {
                asked.insert(id)
                continue
            }
            let isKept = !failing || chance(2)
            take(step, isKept: isKept, isHeard: !failing)
            if failing { return }
        }
    }

    private mutating func take(_ step: JobSchedule.Step, isKept: Bool, isHeard: Bool) {
        switch step {
        case .stop: return
        case .recover(let id): if isKept { change(id) { _ = $0.recover(at: .sample()) } }
        case .claim(let id):
            let owner = "run-\(run)"
            if isKept { change(id) { _ = $0.start(by: owner, at: .sample()) } }
            if isHeard, let job = rows[id], schedule.claimed(job) { working.insert(id) }
        }
    }

    private mutating func endWork() {
        guard let id = working.sorted().randomElement(using: &random) else { return }
        let others: [JobOutcome] = [.done, .failed(RasterError(.notSupported, "planned")), .stopped]
        end(id, asked.contains(id) && chance(2) ? .stopped : others.randomElement(using: &random) ?? .done)
    }

    private mutating func end(_ id: JobID, _ outcome: JobOutcome) {
        working.remove(id)
        schedule.ended(id, outcome)
    }

    private mutating func settle(failing: Bool) {
        for (id, outcome) in schedule.ended.sorted(by: { $0.id < $1.id }) {
            if !failing || chance(2) { change(id) { _ = $0.settle(outcome, JobProgress(), at: .sample()) } }
            if failing { return }
            schedule.settled(id)
            asked.remove(id)
        }
    }

    private mutating func cancel() {
        guard let id = order.randomElement(using: &random) else { return }
        change(id) { _ = $0.cancel(at: .sample()) }
    }

    private mutating func crash() { restart() }

    private mutating func restart() {
        schedule = JobSchedule(limit: 2)
        (working, asked) = ([], [])
        run += 1
    }

    private mutating func change(_ id: JobID, _ body: (inout Job) -> Void) {
        guard var job = rows[id] else { return broken.append("\(id) was changed and is not there") }
        if job.state.isEnded {
            let before = job
            body(&job)
            if job != before { broken.append("\(id) changed after its end") }
        } else {
            body(&job)
        }
        rows[id] = job
    }

    private mutating func check() {
        let running = rows.values.filter { $0.state == .running }
        let slots = Set(running.map { "\($0.library.rawValue) \($0.kind)" })
        if slots.count < running.count { broken.append("two of one library and kind run") }
        let busy = working.filter { rows[$0]?.kind.mostlyWaits == false }
        if busy.count > schedule.limit { broken.append("\(working.count) work at once") }
        if rows.count < order.count { broken.append("a job is lost") }
        for job in rows.values {
            if !(0...Job.attemptLimit).contains(job.attempts) { broken.append("\(job.attempts) attempts") }
            if job.state.isEnded != (job.finished != nil) { broken.append("\(job.id) has no end") }
            let isUnclaimed = working.contains(job.id) && job.state != .running
            if isUnclaimed { broken.append("\(job.id) works unclaimed") }
        }
    }

    private mutating func chance(_ one: Int) -> Bool { Int.random(in: 0..<one, using: &random) == 0 }
}

extension JobWorld {
    /// How many jobs are in each state.
    var states: [JobState: Int] { rows.values.reduce(into: [:]) { $0[$1.state, default: 0] += 1 } }
}
