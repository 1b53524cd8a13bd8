public import Raster

/// All checks, or those of some groups, against one adapter, several at once.
///
/// Everything it makes lies in the library `scratch-{seed}` of the organization `conformance` and is removed
/// again, whatever comes of the checks.
public struct ConformanceRun: Sendable {
    /// How far a run has come.
    public struct Progress: Sendable, Hashable {
        /// Checks that are through.
        public var done: Int
        /// Checks in all.
        public var total: Int
        /// Those of them that were not kept.
        public var broken: Int
    }

    /// What the checks are run against.
    public let adapter: any Adapter
    /// What the asset ids are made from; two runs against one store need two.
    public let seed: UInt64
    /// What is tried.
    public let checks: [ConformanceCheck]
    private let now: @Sendable () -> Duration

    /// A run of the checks of `groups` against `adapter`; `now` tells the time since some fixed moment.
    public init(
        of adapter: any Adapter, seed: UInt64,
        groups: Set<ConformanceCheck.Group> = Set(ConformanceCheck.Group.allCases),
        now: @escaping @Sendable () -> Duration = { .zero }
    ) {
        self.adapter = adapter
        self.seed = seed
        self.now = now
        checks = ConformanceCheck.all.filter { groups.contains($0.group) }
    }

    /// Runs the checks, and says what came of them.
    ///
    /// Throws before the first check where the system is out of reach. Once `isStopped` says so, or the task is
    /// cancelled, no further check begins; what was made is removed all the same.
    public func report(
        isStopped: @Sendable () -> Bool = { false }, progress: @Sendable (Progress) -> Void = { _ in }
    ) async throws(StorageError) -> ConformanceReport {
        if let error = await absence() { throw error }
        let start = now()
        var results: [String: Result] = [:]
        var shown = Progress(done: 0, total: checks.count, broken: 0)
        let shared = checks.filter { $0.group != .concurrency }
        // Several callers at once are as many as the system bears: those checks run alone.
        for (part, width) in [(shared, width), (checks.filter { $0.group == .concurrency }, 1)] {
            await run(part, on: adapter, width: width, isStopped) { check, result in
                results[check.title] = result
                shown.done += 1
                if case .broken = result.line.outcome { shown.broken += 1 }
                progress(shown)
            }
        }
        let undeclared = isStopped() ? [:] : await undeclared(isStopped)
        let left = await sweep(
            results.values.filter(\.isDoubtful).map(\.traces) + undeclared.values.flatMap(\.traces))
        return await report(results, undeclared, left, start)
    }

    private func report(
        _ results: [String: Result], _ undeclared: [ConformanceCheck.Requirement: Undeclared],
        _ left: [NativeID], _ start: Duration
    ) async -> ConformanceReport {
        let lines = checks.compactMap { results[$0.title]?.line }
        let isBroken = lines.contains { $0.reason != nil && !$0.isSkipped }
        return ConformanceReport(
            adapter: adapter.name, kind: adapter.kind, seed: seed, lines: lines,
            abilities: abilities(lines, undeclared), left: left, isComplete: lines.count == checks.count,
            isUnavailable: isBroken ? await absence() != nil : false, duration: now() - start)
    }
}

extension ConformanceRun {
    /// What came of one check, and what it made.
    struct Result: Sendable {
        var line: ConformanceReport.Line
        var traces: Traces

        /// Whether something may lie there that the check itself has not removed.
        var isDoubtful: Bool { !traces.left.isEmpty || (line.outcome != .kept && !line.isSkipped) }
    }

    /// What was seen of an ability that is not declared.
    struct Undeclared: Sendable {
        var broken: [String]
        var traces: [Traces]
    }

    /// Half of what the system bears, since some checks make two calls at once.
    private var width: Int { max(1, min(adapter.limits.concurrency / 2, 8)) }

    private func run(
        _ checks: [ConformanceCheck], on adapter: any Adapter, width: Int, _ isStopped: () -> Bool,
        _ take: (ConformanceCheck, Result) -> Void
    ) async {
        await withTaskGroup(of: (ConformanceCheck, Result).self) { group in
            var rest = checks[...]
            var running = 0
            while true {
                while running < width, !isStopped(), !Task.isCancelled, let check = rest.popFirst() {
                    group.addTask { (check, await result(of: check, on: adapter)) }
                    running += 1
                }
                guard let (check, result) = await group.next() else { return }
                running -= 1
                take(check, result)
            }
        }
    }

    private func result(of check: ConformanceCheck, on adapter: any Adapter) async -> Result {
        let start = now()
        let (outcome, traces) = await check.attempt(on: adapter, seed: seed)
        let line = ConformanceReport.Line(
            title: check.title, group: check.group, requirement: check.requirement, outcome: outcome,
            duration: now() - start)
        return Result(line: line, traces: traces)
    }

    /// Why the system is out of reach, if it is.
    private func absence() async -> StorageError? {
        if let refusal = adapter.refusal { return refusal }
        do throws(StorageError) { _ = try await adapter.stat("conformance-probe") } catch {
            return [.unavailable, .timedOut, .unauthenticated].contains(error.kind) ? error : nil
        }
        return nil
    }

    /// Tries abilities that are not declared although there are methods for them.
    private func undeclared(_ isStopped: () -> Bool) async -> [ConformanceCheck.Requirement: Undeclared] {
        let full = FullyDeclared.of(adapter)
        var seen: [ConformanceCheck.Requirement: Undeclared] = [:]
        let hidden = ConformanceCheck.Requirement.allCases.filter {
            !$0.isMet(by: adapter) && $0.isMet(by: full)
        }
        for requirement in hidden {
            let own = checks.filter { $0.requirement == requirement }
            guard !own.isEmpty else { continue }
            var result = Undeclared(broken: [], traces: [])
            await run(own, on: full, width: width, isStopped) { check, part in
                result.traces.append(part.traces)
                if part.line.outcome != .kept { result.broken.append(check.title) }
            }
            seen[requirement] = result
        }
        return seen
    }

    private func abilities(
        _ lines: [ConformanceReport.Line], _ undeclared: [ConformanceCheck.Requirement: Undeclared]
    ) -> [ConformanceReport.Ability] {
        ConformanceCheck.Requirement.allCases.filter { $0 != .nothing }.map { requirement in
            let own = lines.filter { $0.requirement == requirement }
            let broken = own.filter { $0.reason != nil && !$0.isSkipped }.map(\.title)
            let isWhole = own.count == ConformanceCheck.all.count { $0.requirement == requirement }
            guard requirement.isMet(by: adapter) else {
                let hidden = undeclared[requirement]
                let works = isWhole && hidden?.broken.isEmpty == true
                return .init(
                    requirement: requirement, state: works ? .undeclared : .absent,
                    broken: hidden?.broken ?? [])
            }
            let state: ConformanceReport.Ability.State =
                !broken.isEmpty ? .broken : isWhole ? .earned : .untried
            return .init(requirement: requirement, state: state, broken: broken)
        }
    }
}
