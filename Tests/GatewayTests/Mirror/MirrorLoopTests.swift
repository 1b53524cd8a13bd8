import Raster
import Synchronization
import TestSupport
import Testing

@testable import Gateway

/// The loop around the rounds: what wakes it and what ends it.
@Suite struct MirrorLoopTests {
    /// Lets a test wait until the store has been told something.
    private func told(_ stage: MirrorStage) -> AsyncStream<[String]> {
        let (stream, source) = AsyncStream<[String]>.makeStream()
        stage.shop.state.withLock { $0.watcher = { source.yield($0.tags) } }
        return stream
    }

    /// Starts the sender with nothing to do, and returns when it rests.
    private func startIdle(_ stage: MirrorStage) async {
        // The upload rang it.
        await stage.run.gateway.mirrorBells.bell(of: "shop").wait()
        stage.run.sender.start()
        await stage.run.sleeper.someoneSleeps(for: .seconds(5))
    }

    @Test func `a change of this process wakes it`() async throws {
        let stage = try await MirrorStage(knowsBarn: false)
        let id = try await stage.upload()
        var told = told(stage).makeAsyncIterator()
        await startIdle(stage)

        try await stage.tag(id, "sun")

        #expect(await told.next() == ["sun"])
        await stage.run.sender.stop(within: .seconds(10))
    }

    @Test func `what another process changed is found in time`() async throws {
        let stage = try await MirrorStage(knowsBarn: false)
        let id = try await stage.upload()
        var told = told(stage).makeAsyncIterator()
        await startIdle(stage)
        try await stage.describe(id, "Dawn")

        stage.run.sleeper.wake()

        #expect(await told.next() == [])
        await stage.run.sender.stop(within: .seconds(10))
    }

    @Test func `a sender that stops lets the call under way end`() async throws {
        let stage = try await MirrorStage(knowsBarn: false)
        let id = try await stage.upload()
        let bed = ManualSleeper()
        stage.shop.state.withLock { $0.watcher = { _ in await bed.wait(for: .zero) } }
        stage.run.sender.start()
        try await stage.tag(id, "sun")
        await bed.someoneSleeps()
        async let stopped: Void = stage.run.sender.stop(within: .seconds(10))
        await stage.run.sleeper.someoneSleeps(for: .seconds(5))

        bed.wake()
        await stopped

        #expect(stage.shop.updates == [["sun"]])
        #expect(try await stage.backlog() == [])
    }

    @Test func `a sender does not wait for ever for a call that does not end`() async throws {
        let stage = try await MirrorStage(knowsBarn: false)
        let id = try await stage.upload()
        let (stuck, began) = (Bell(), Bell())
        stage.shop.state.withLock {
            $0.watcher = { _ in
                began.ring()
                await stuck.wait()
            }
        }
        stage.run.sender.start()
        try await stage.tag(id, "sun")
        await began.wait()
        let stopping = Task { await stage.run.sender.stop(within: .seconds(14)) }

        for _ in 1...2 {
            await stage.run.sleeper.someoneSleeps(for: .seconds(7))
            stage.run.sleeper.wake()
        }
        await stopping.value
        let unknown = try await stage.backlog().map(\.unknown)
        stuck.ring()

        #expect(unknown == [1])
    }

    @Test func `a catalog that fails is asked again, and the failure told`() async throws {
        let stage = try await MirrorStage(knowsBarn: false)
        let id = try await stage.upload()
        try await stage.tag(id, "sun")
        stage.run.process.failWrite(1)
        var told = told(stage).makeAsyncIterator()

        stage.run.sender.start()

        // The bell that the change rang lets it try again at once.
        #expect(await told.next() == ["sun"])
        #expect(stage.log.faults == 1)
        await stage.run.sender.stop(within: .seconds(10))
    }

    @Test func `the backlog is counted`() async throws {
        let stage = try await MirrorStage(knowsBarn: false)
        let id = try await stage.upload()
        stage.shop.setDown(true)
        try await stage.tag(id, "sun")

        try await stage.pass(.seconds(30), by: .seconds(6))

        let backlog = stage.log.backlog(of: "shop")
        #expect(backlog?.count == 1 && backlog?.failing == 1)
        #expect(stage.log.backlog(of: "barn") == nil)
    }
}
