import Foundation
import Gateway
import Raster
import RasterCatalog
import Synchronization
import TestSupport
import Testing

/// Keeps what scans were said to come to.
private final class ScanLog: ScanObserver {
    private let kept = Mutex<[String]>([])

    var lines: [String] { kept.withLock { $0 } }

    func progressed(_ adoption: Adoption, _ progress: JobProgress) {}
    func finished(_ adoption: Adoption, _ outcome: ScanOutcome) { note("\(outcome.added.count) added") }
    func failed(_ adoption: Adoption, _ failure: any Error) { note("failed") }

    private func note(_ line: String) { kept.withLock { $0.append(line) } }
}

@Suite struct AdoptionWorkTests {
    private let log = ScanLog()

    /// A stage with two files that nobody has scanned yet.
    private func stage() async throws -> AdoptionStage {
        let stage = try await AdoptionStage()
        for path in ["a/one.txt", "two.txt"] { try stage.write(at: path) }
        return stage
    }

    /// Does a sync of `photos`; what was reported in the end.
    private func sync(_ stage: AdoptionStage, _ context: JobContext = JobContext()) async throws
        -> JobProgress
    {
        let library = try #require(try await stage.library())
        let job = Job(id: "sync", .sync, on: library, created: .sample())
        try await AdoptionSync(stage.gateway, log).run(job, context)
        return context.progress
    }

    private func hashJob(_ stage: AdoptionStage) async throws -> Job? {
        try await stage.truth.read { [photos = stage.photos] in try await $0.openJob(.hash, in: photos) }
    }

    @Test func `a sync scans, and leaves the hashing to a job of its own, which does it`() async throws {
        let stage = try await stage()

        let progress = try await sync(stage)
        let job = try #require(try await hashJob(stage))
        try await AdoptionHash(stage.gateway).run(job, JobContext())

        #expect(progress == JobProgress(items: 2, itemsTotal: 2))
        #expect(log.lines == ["2 added"])
        #expect(try await stage.assets().allSatisfy { $0.digest != nil })
    }

    @Test func `where everything is hashed no job is made for it`() async throws {
        let stage = try await stage()
        try await stage.scan()
        _ = try await stage.gateway.hashAdopted(stage.adoption)

        _ = try await sync(stage)

        #expect(try await hashJob(stage) == nil)
    }

    @Test func `a folder that is away fails the job, though the others are scanned`() async throws {
        let stage = try await stage()
        let other = stage.folder.path + "/other"
        try FileManager.default.createDirectory(atPath: other, withIntermediateDirectories: true)
        try Data("x".utf8).write(to: URL(filePath: other + "/three.txt"))
        _ = try await stage.truth.write { [stage] in
            try await stage.gateway.adopt(other, into: stage.photos, $0)
        }
        try FileManager.default.removeItem(atPath: stage.root)

        let error = await #expect(throws: StorageError.self) { _ = try await sync(stage) }

        #expect(error?.kind == .unavailable)
        #expect(log.lines == ["failed", "1 added"])
        #expect(try await stage.assets().map(\.name) == ["three"])
    }

    @Test func `a place that cannot be read counts as failed`() async throws {
        let stage = try await stage()
        stage.obstacles.set("a", EACCES)

        #expect(try await sync(stage).failed == 1)
    }

    @Test func `a plan says what a sync would do, and does nothing`() async throws {
        let stage = try await stage()
        try stage.write(at: ".hidden")
        let library = try #require(try await stage.library())

        let plan = try await stage.gateway.planSync(of: library, JobContext())

        #expect(plan.count(of: .add) == 2 && plan.count(of: .skip) == 1)
        #expect(plan.examples.contains { $0.change == .skip && $0.name == "hidden" && $0.detail == "1" })
        #expect(try await stage.assets().isEmpty)
    }
}
