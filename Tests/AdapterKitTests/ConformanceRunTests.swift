import AdapterKit
import Bytes
import Raster
import Synchronization
import Testing

@Suite struct ConformanceRunTests {
    private func ability(_ name: ConformanceCheck.Requirement, _ report: ConformanceReport) throws
        -> ConformanceReport.Ability
    {
        try #require(report.abilities.first { $0.requirement == name })
    }

    @Test func `the reference adapter earns every ability and keeps nothing`() async throws {
        let adapter = MemoryAdapter(abilities: Set(MemoryAdapter.Ability.allCases))

        let report = try await ConformanceRun(of: adapter, seed: 7).report()

        #expect(report.isKept)
        #expect(report.lines.count == ConformanceCheck.all.count)
        #expect(report.abilities.filter { $0.state != .earned }.map(\.requirement) == [.fetching])
        #expect(adapter.contents.isEmpty)
    }

    @Test func `the reference adapter that fetches earns all but taking bytes, and offers nothing any more`()
        async throws
    {
        let host = MemoryHost()
        let staged = MemoryAdapter.staged(abilities: Set(MemoryAdapter.Ability.allCases), host: host)

        let report = try await ConformanceRun(of: staged, seed: 7).report()

        #expect(report.isKept)
        #expect(report.abilities.filter { $0.state != .earned }.map(\.requirement) == [.receiving])
        #expect((staged.base as? MemoryAdapter)?.contents.isEmpty == true)
        #expect(host.count == 0)
    }

    @Test func `an adapter that fetches is tried on nothing unless someone offers it bytes`() async throws {
        let adapter = MemoryAdapter.staged().base

        let report = try await ConformanceRun(of: adapter, seed: 7).report()

        #expect(report.kept.allSatisfy { $0.requirement == .nothing })
        #expect(report.lines.count == report.kept.count + report.notApplicable.count)
    }

    @Test func `an ability of an adapter that fetches works without being declared`() async throws {
        let report = try await ConformanceRun(of: MemoryAdapter.staged(abilities: [.finding]), seed: 7)
            .report()

        #expect(try ability(.trash, report).state == .undeclared)
        #expect(try ability(.fetching, report).state == .earned)
    }

    @Test func `checks that run together come to the same as alone`() async throws {
        let adapter = PlantedDefect.clampsRanges.adapter()

        let report = try await ConformanceRun(of: adapter, seed: 7).report()

        #expect(Set(report.broken.map(\.title)) == PlantedDefect.clampsRanges.breaks)
        #expect(report.lines.map(\.title) == ConformanceCheck.all.map(\.title))
    }

    @Test func `a declared ability that does not work is told with its broken checks`() async throws {
        let report = try await ConformanceRun(of: PlantedDefect.staysInTheBin.adapter(), seed: 7).report()

        #expect(try ability(.trash, report).state == .broken)
        #expect(Set(try ability(.trash, report).broken) == PlantedDefect.staysInTheBin.breaks)
        #expect(try ability(.comments, report).state == .earned)
    }

    @Test func `an ability that works without being declared is told`() async throws {
        let adapter = MemoryAdapter(abilities: [.finding])

        let report = try await ConformanceRun(of: adapter, seed: 7).report()

        #expect(report.isKept)
        #expect(try ability(.trash, report).state == .undeclared)
        #expect(try ability(.finding, report).state == .earned)
        #expect(adapter.contents.isEmpty)
    }

    @Test func `what there are no methods for is absent`() async throws {
        let report = try await ConformanceRun(of: Plain(MemoryAdapter()), seed: 7).report()

        #expect(try ability(.trash, report).state == .absent)
        #expect(try ability(.storing, report).state == .earned)
    }

    @Test func `a part of the checks earns nothing`() async throws {
        let run = ConformanceRun(of: MemoryAdapter(), seed: 7, groups: [.ranges])

        let report = try await run.report()

        #expect(report.lines.allSatisfy { $0.group == .ranges })
        #expect(try ability(.storing, report).state == .untried)
        #expect(report.isKept)
    }

    @Test func `a system out of reach is told before the first check`() async {
        let adapter = MemoryAdapter()
        adapter.fail(.stat, with: StorageError(.unavailable, "planned"))

        let error = await #expect(throws: StorageError.self) {
            _ = try await ConformanceRun(of: adapter, seed: 7).report()
        }

        #expect(error?.kind == .unavailable)
    }

    @Test func `a stopped run tells what was run and leaves nothing behind`() async throws {
        let adapter = MemoryAdapter()
        let done = Mutex(0)

        let report = try await ConformanceRun(of: adapter, seed: 7).report(
            isStopped: { done.withLock { $0 >= 20 } }, progress: { made in done.withLock { $0 = made.done } })

        #expect(!report.isComplete && !report.isKept)
        #expect((20...40).contains(report.lines.count))
        #expect(adapter.contents.isEmpty)
    }

    @Test func `a cancelled run leaves nothing behind`() async throws {
        let adapter = MemoryAdapter()

        let run = Task {
            try await ConformanceRun(of: adapter, seed: 7).report(progress: { progress in
                if progress.done == 30 { withUnsafeCurrentTask { $0?.cancel() } }
            })
        }

        #expect(try await !run.value.isComplete)
        #expect(adapter.contents.isEmpty)
    }

    @Test func `progress counts every check once`() async throws {
        let seen = Mutex<[ConformanceRun.Progress]>([])

        let report = try await ConformanceRun(of: PlantedDefect.hasNoKind.adapter(), seed: 7)
            .report(progress: { progress in seen.withLock { $0.append(progress) } })

        let progress = seen.withLock { $0 }
        #expect(progress.map(\.done) == Array(1...ConformanceCheck.all.count))
        #expect(progress.last?.broken == report.broken.count)
    }

    @Test func `what fails to be deleted at first is deleted at the end`() async throws {
        let adapter = MemoryAdapter()
        adapter.fail(.delete, with: StorageError(.unavailable, "planned"), times: 5)

        let report = try await ConformanceRun(of: adapter, seed: 7, groups: [.names]).report()

        #expect(report.left.isEmpty)
        #expect(adapter.contents.isEmpty)
    }

    @Test func `what cannot be removed is told`() async throws {
        let report = try await ConformanceRun(
            of: PlantedDefect.forgetsToDelete.adapter(), seed: 7, groups: [.deleting]
        ).report()

        #expect(!report.left.isEmpty)
        #expect(!report.isKept)
    }
}

/// The four operations of another adapter and nothing else.
private struct Plain: Adapter {
    private let base: MemoryAdapter

    init(_ base: MemoryAdapter) { self.base = base }

    var name: AdapterName { base.name }
    var kind: String { base.kind }
    var limits: AdapterLimits { base.limits }

    func stat(_ id: NativeID) async throws(StorageError) -> NativeAsset { try await base.stat(id) }
    func open(_ id: NativeID, _ range: ByteRange?) async throws(StorageError) -> Content {
        try await base.open(id, range)
    }
    func create(_ draft: AssetDraft, _ content: Content) async throws(StorageError) -> NativeAsset {
        try await base.create(draft, content)
    }
    func delete(_ id: NativeID) async throws(StorageError) { try await base.delete(id) }
}
