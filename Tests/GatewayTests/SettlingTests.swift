import Raster
import Synchronization
import TestSupport
import Testing

@testable import Gateway

/// Uploads whose effect may show up late: that there is nothing counts only once it has settled.
@Suite struct SettlingTests {
    private static let silence = StorageError(.timedOut, "no answer came", effect: .unknown)

    private func failedUpload(_ turn: RemoteStore.Turn) async throws -> MirrorStage {
        let stage = try await MirrorStage()
        stage.shop.plan(turn)
        await #expect(throws: StorageError.self) { try await stage.upload() }
        return stage
    }

    @Test func `an upload without an answer stays open until it has settled`() async throws {
        let stage = try await failedUpload(.vanish)
        let (first, states) = (try await stage.intents(), try await stage.intents().map(\.state))
        stage.clock.advance(by: .seconds(99))
        let early = try await stage.run.gateway.recover()

        stage.clock.advance(by: .seconds(1))
        let late = try await stage.run.gateway.recover()

        #expect(first.count == 1 && states == [.unknown])
        #expect(early.open == 1 && late.resolved == 1)
        #expect(try await stage.intents() == [])
    }

    @Test func `an upload that shows up late is taken back`() async throws {
        let stage = try await failedUpload(.delay(.seconds(90)))
        _ = try await stage.run.gateway.recover()
        stage.clock.advance(by: .seconds(95))

        _ = try await stage.run.gateway.recover()

        #expect(stage.shop.assets == [])
        #expect(try await stage.intents().count == 1)
        stage.clock.advance(by: .seconds(5))
        #expect(try await stage.run.gateway.recover().resolved == 1)
    }

    @Test func `the next process waits as long`() async throws {
        let stage = try await failedUpload(.delay(.seconds(90)))
        try await stage.restart()

        let early = try await stage.run.gateway.recover()
        stage.clock.advance(by: .seconds(100))
        let late = try await stage.run.gateway.recover()

        #expect(early.open == 1 && late.resolved == 1)
        #expect(stage.shop.assets == [])
    }

    @Test func `two records of one upload are both taken back`() async throws {
        let stage = try await failedUpload(.lose)
        stage.clock.advance(by: .seconds(200))
        let intent = try #require(try await stage.intents().first)
        stage.shop.state.withLock { state in
            for id in ["x1", "x2"] as [NativeID] {
                var asset = NativeAsset(id: id)
                asset.asset = intent.key.asset
                state.assets[id] = asset
            }
        }

        let recovery = try await stage.run.gateway.recover()

        #expect(recovery.resolved == 1)
        #expect(stage.shop.assets == [])
    }

    @Test func `a refused upload is over at once, without a look`() async throws {
        let stage = try await failedUpload(.refuse(StorageError(.denied, "not here")))

        #expect(try await stage.intents() == [])
        #expect(stage.shop.state.withLock { $0.finds } == 0)
    }

    @Test(arguments: [StorageError.Kind.alreadyExists, .internal, .malformed, .cancelled])
    func `a failure that proves nothing is looked into`(kind: StorageError.Kind) async throws {
        let stage = try await failedUpload(.refuse(StorageError(kind, "who knows")))

        #expect(try await stage.intents().map(\.state) == [.unknown])
        #expect(stage.shop.state.withLock { $0.finds } == 1)
    }

    @Test func `a store that is down is asked once in a round`() async throws {
        let stage = try await MirrorStage()
        for _ in 0..<3 {
            stage.shop.plan(.vanish)
            await #expect(throws: StorageError.self) { try await stage.upload() }
        }
        stage.shop.setDown(true)
        let before = stage.shop.state.withLock { $0.finds }

        let recovery = try await stage.run.gateway.recover()

        #expect(recovery.open == 3)
        #expect(stage.shop.state.withLock { $0.finds } == before + 1)
    }

    @Test func `a start waits for no store that is elsewhere`() async throws {
        let stage = try await failedUpload(.vanish)
        let before = stage.shop.state.withLock { $0.finds }
        stage.clock.advance(by: .seconds(200))

        let recovery = try await stage.run.gateway.recover(atOnce: true)

        #expect(recovery.open == 1)
        #expect(stage.shop.state.withLock { $0.finds } == before)
    }
}

@Suite struct CreationsTests {
    private let made = NativeAsset(id: "n")
    private let refused = StorageError(.denied, "no")

    @Test func `each file is judged by itself`() {
        var creations = Creations(count: 5)
        for index in 0...3 { creations.begin(index) }
        creations.note(.init(0, made: made))
        creations.note(.init(1, failed: refused))
        creations.note(.init(2, failed: StorageError(.timedOut, "silence", effect: .unknown)))

        #expect(creations.leavingNothing == [1, 4])
        #expect(creations.failure?.kind == .denied)
        #expect(creations.assets == [made])
    }

    @Test func `where all are made there is no failure`() {
        var creations = Creations(count: 1)
        creations.begin(0)
        creations.note(.init(0, made: made))

        #expect(creations.failure == nil && creations.leavingNothing == [])
    }
}
