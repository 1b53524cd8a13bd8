import AdapterKit
import Raster
import RasterCatalog
import Synchronization
import TestSupport
import Testing

@testable import Gateway

@Suite struct RelocationJobTests {
    private func run(_ stage: RelocationStage, _ sleeper: LivelySleeper) async throws -> JobProgress {
        let job = try #require(try await stage.jobs(in: "far").first)
        let context = JobContext()
        try await RelocationWork(stage.gateway, sleeper: sleeper).run(job, context)
        return context.progress
    }

    @Test func `the job goes on until all have arrived, and says how many`() async throws {
        let stage = try await RelocationStage()
        try await stage.upload(to: "far", "one")
        try await stage.upload(to: "far", "three")

        let progress = try await run(stage, LivelySleeper(stage))

        #expect(progress == JobProgress(items: 2, itemsTotal: 2, bytes: 8, bytesTotal: 8))
    }

    @Test func `what comes while the job runs goes with it`() async throws {
        let stage = try await RelocationStage()
        try await stage.upload(to: "far", "one")

        let progress = try await run(
            stage, LivelySleeper(stage) { _ = try? await stage.upload(to: "far", "three") })

        #expect(progress == JobProgress(items: 2, itemsTotal: 2, bytes: 8, bytesTotal: 8))
    }

    @Test func `a job in which some have failed says how many and why`() async throws {
        let stage = try await RelocationStage()
        try await stage.upload(to: "far", "one")
        stage.far.fail(.announce, with: StorageError(.tooLarge, "secret words"))
        try await stage.upload(to: "far", "three")

        let error = await #expect(throws: RasterError.self) { try await run(stage, LivelySleeper(stage)) }

        #expect(
            error?.message
                == "1 of 2 assets did not get to the library's store; the first because it is larger than the "
                + "store takes. They stay where they were, and can be tried again.")
    }

    @Test func `a job that was interrupted still says what had failed, and names why`() async throws {
        let stage = try await RelocationStage()
        stage.far.fail(.announce, with: StorageError(.tooLarge, "no"))
        try await stage.upload(to: "far", "one")
        let job = try #require(try await stage.jobs(in: "far").first)
        await #expect(throws: RasterError.self) { try await run(stage, LivelySleeper(stage)) }
        try await stage.upload(to: "far", "three")
        let context = JobContext(JobProgress(items: 1, failed: 1))

        let error = await #expect(throws: RasterError.self) {
            try await RelocationWork(stage.gateway, sleeper: LivelySleeper(stage)).run(job, context)
        }

        #expect(error?.message.hasPrefix("1 of 2 assets") == true)
        #expect(context.progress.failed == 1 && context.progress.items == 2)
    }

    @Test func `what failed and was tried again in the same job has not failed`() async throws {
        let stage = try await RelocationStage()
        stage.far.fail(.announce, with: StorageError(.tooLarge, "no"))
        let id = try await stage.upload(to: "far", "one")
        try await stage.round("far")
        #expect(try await stage.relocation(id)?.state == .failed)
        try await stage.upload(to: "far", "three")
        let scope = try await stage.scope("far")

        let progress = try await run(
            stage,
            LivelySleeper(stage) {
                _ = try? await stage.catalog.write { [gateway = stage.gateway] in
                    try await gateway.relocate(in: scope, $0)
                }
            })

        #expect(progress == JobProgress(items: 2, itemsTotal: 2, bytes: 8, bytesTotal: 8))
    }

    @Test func `each asset that is given up is told of, and a store that was away is said to be`()
        async throws
    {
        let stage = try await RelocationStage()
        let ids = [try await stage.upload(to: "far", "one"), try await stage.upload(to: "far", "two")]
        stage.far.fail(.announce, with: StorageError(.tooLarge, "no"))
        let told = Mutex<[AssetID]>([])
        let job = try #require(try await stage.jobs(in: "far").first)
        let work = RelocationWork(stage.gateway, sleeper: LivelySleeper(stage)) { relocation, _ in
            told.withLock { $0.append(relocation.asset.id) }
        }

        let error = await #expect(throws: RasterError.self) { try await work.run(job, JobContext()) }

        #expect(error?.code == .internalServerError)
        #expect(told.withLock { $0 }.count == 1 && Set(ids).isSuperset(of: told.withLock { $0 }))
        #expect(BackendFailure(kind: "timedOut", message: "").isAbsence)
    }

    @Test func `a job that is stopped stops, and what waits goes on waiting`() async throws {
        let stage = try await RelocationStage()
        let id = try await stage.upload(to: "far")
        let job = try #require(try await stage.jobs(in: "far").first)
        let context = JobContext()
        context.cancel()

        await #expect(throws: CancellationError.self) {
            try await RelocationWork(stage.gateway, sleeper: LivelySleeper(stage)).run(job, context)
        }

        #expect(try await stage.relocation(id)?.state == .waiting)
    }

    @Test func `jobs that mostly wait take no room from others`() {
        var schedule = JobSchedule(limit: 1, waitingLimit: 2)
        let waiting = (1...3).map { Job.sample(JobID("w\($0)"), .relocate, library: Int64($0)) }
        let others = (1...2).map { Job.sample(JobID("s\($0)"), .sync, library: Int64($0)) }

        let steps = schedule.look(running: [], waiting: waiting + others)

        #expect(steps == [.claim("w1"), .claim("w2"), .claim("s1")])
    }

    @Test func `what is done for an asset is cut short for whoever wants to purge that`() async {
        let inFlight = InFlight<AssetID>()
        #expect(inFlight.claim("a"))
        let work = Task {
            defer { inFlight.release("a") }
            return try await inFlight.hastening("a") { try await Task.sleep(for: .seconds(3600)) }
        }
        let purge = Task { await inFlight.waiting(for: ["a"]) { true } }

        #expect(await purge.value)
        await #expect(throws: CancellationError.self) { try await work.value }
    }

    @Test func `whoever wants to purge has the next turn`() async {
        let inFlight = InFlight<AssetID>()
        #expect(inFlight.claim("a"))
        let purge = Task { await inFlight.waiting(for: ["a"]) { inFlight.contains("a") } }
        while !inFlight.isAwaited("a") { await Task.yield() }

        inFlight.release("a")

        #expect(await purge.value)
        #expect(inFlight.claim("a"))
    }
}

/// Lets time go by, and the far store fetch, whenever the work has nothing to do.
final class LivelySleeper: Sleeper {
    private let stage: RelocationStage
    private let bed = ManualSleeper()
    private let once: Mutex<(@Sendable () async -> Void)?>

    /// `body` runs once, at the first sleep.
    init(_ stage: RelocationStage, _ body: (@Sendable () async -> Void)? = nil) {
        self.stage = stage
        once = Mutex(body)
    }

    func wait(for duration: Duration) async {
        // While steps are taken, time stands still.
        guard duration != RelocationRun.tick else { return await bed.wait(for: duration) }
        let body = once.withLock { body in
            defer { body = nil }
            return body
        }
        await body?()
        await stage.far.deliver()
        stage.clock.advance(by: duration)
    }
}
