import Raster
import Synchronization
import TestSupport
import Testing

@testable import Gateway

/// One change on its way: what is sent, what is looked at, what is written down.
@Suite struct MirrorTellingTests {
    @Test func `a change arrives`() async throws {
        let stage = try await MirrorStage()
        let id = try await stage.upload()
        try await stage.tag(id, "sun")
        try await stage.describe(id, "Dawn")

        try await stage.run.sender.round()

        #expect(stage.shop.assets.map(\.tags) == [["sun"]])
        #expect(stage.shop.assets.map(\.description) == ["Dawn"])
        #expect(stage.log.lines == ["shown"])
        #expect(try await stage.backlog() == [])
    }

    @Test func `what was uploaded needs no telling`() async throws {
        let stage = try await MirrorStage()
        let id = try await stage.upload()

        try await stage.pass(.seconds(60))

        #expect(stage.shop.updates == [])
        let shown = try MirrorDigest.of(
            stage.shop.assets[0], in: stage.shop,
            desired: DesiredState(
                key: NaturalKey(organization: "acme", library: "shop", asset: id, filename: "a.txt"),
                name: "a", description: nil, tags: []))
        #expect(try await stage.mirror(of: id)?.state == shown)
    }

    @Test func `what is refused is tried again later, with its newest state`() async throws {
        let stage = try await MirrorStage()
        let id = try await stage.upload()
        try await stage.tag(id, "sun")
        stage.shop.plan(.refuse(StorageError(.invalid, "no such tag")))
        try await stage.run.sender.round()
        try await stage.tag(id, "sea")

        try await stage.pass(.seconds(5), by: .seconds(1))

        #expect(stage.shop.updates == [["sun", "sea"]])
        #expect(stage.log.lines == ["failed: invalid", "shown"])
    }

    @Test func `an effect without an answer is seen, and not repeated`() async throws {
        let stage = try await MirrorStage()
        let id = try await stage.upload()
        try await stage.tag(id, "sun")
        stage.shop.plan(.lose)

        try await stage.pass(.seconds(200))

        #expect(stage.shop.updates == [["sun"]])
        #expect(stage.log.lines == ["unknown: timedOut", "seen"])
        #expect(try await stage.backlog() == [])
    }

    @Test func `a call that had no effect is repeated, once that is certain`() async throws {
        let stage = try await MirrorStage()
        let id = try await stage.upload()
        try await stage.tag(id, "sun")
        stage.shop.plan(.vanish)

        try await stage.pass(.seconds(99), by: .seconds(1))
        let early = stage.shop.updates
        let looks = stage.shop.state.withLock { $0.stats }
        try await stage.pass(.seconds(2), by: .seconds(1))

        #expect(early == [] && looks == 0)
        #expect(stage.shop.updates == [["sun"]])
    }

    @Test func `a late effect never overtakes a newer state`() async throws {
        let stage = try await MirrorStage()
        let id = try await stage.upload()
        try await stage.tag(id, "sun")
        stage.shop.plan(.delay(.seconds(90)))
        try await stage.run.sender.round()
        try await stage.tag(id, "sea")

        try await stage.pass(.seconds(300), by: .seconds(10))

        #expect(stage.shop.updates == [["sun"], ["sun", "sea"]])
        #expect(stage.shop.tags(of: id) == ["sun", "sea"])
        #expect(stage.shop.state.withLock { $0.hasty } == [])
    }

    @Test func `a change during sending is sent afterwards`() async throws {
        let stage = try await MirrorStage()
        let id = try await stage.upload()
        try await stage.tag(id, "sun")
        stage.shop.state.withLock { state in
            state.watcher = { desired in
                if desired.tags == ["sun"] { try? await stage.tag(id, "sea") }
            }
        }

        try await stage.run.sender.round()
        try await stage.run.sender.round()

        #expect(stage.shop.updates == [["sun"], ["sun", "sea"]])
        #expect(try await stage.mirror(of: id).map { $0.version == 2 && $0.mirrored == 2 } == true)
    }

    @Test func `what an answer would have brought is seen although more has changed since`() async throws {
        let stage = try await MirrorStage()
        let id = try await stage.upload()
        try await stage.tag(id, "sun")
        stage.shop.plan(.lose)
        try await stage.run.sender.round()
        try await stage.tag(id, "sea")
        try await stage.untag(id, "sea")

        try await stage.pass(.seconds(200))

        #expect(stage.shop.updates == [["sun"]])
        #expect(try await stage.mirror(of: id)?.mirrored == 3)
    }

    @Test func `an asset that is gone there is missing, and told no more`() async throws {
        let stage = try await MirrorStage()
        let id = try await stage.upload()
        stage.clock.advance(by: .seconds(200))
        stage.shop.state.withLock { $0.assets = [:] }
        try await stage.tag(id, "sun")

        try await stage.pass(.seconds(400))

        #expect(stage.log.lines.last == "missing")
        #expect(try await stage.backlog() == [])
        #expect(try await stage.mirror(of: id)?.missing != nil)
    }

    @Test func `an asset that is too new to show up is not missing`() async throws {
        let stage = try await MirrorStage()
        let id = try await stage.upload()
        let hidden = stage.shop.state.withLock { state in
            defer { state.assets = [:] }
            return state.assets
        }
        try await stage.tag(id, "sun")
        try await stage.run.sender.round()
        stage.shop.state.withLock { $0.assets = hidden }

        try await stage.pass(.seconds(60))

        #expect(stage.log.lines == ["failed: notFound", "shown"])
        #expect(try await stage.mirror(of: id)?.missing == nil)
    }

    @Test func `an effect that is certain though the call failed counts`() async throws {
        let stage = try await MirrorStage()
        let id = try await stage.upload()
        try await stage.tag(id, "sun")
        stage.shop.plan(.refuse(StorageError(.malformed, "half an answer", effect: .done)))

        try await stage.run.sender.round()

        #expect(stage.log.lines == ["shown"])
    }

    @Test func `at most as many calls at once as the store bears, and one for each asset`() async throws {
        let stage = try await MirrorStage()
        for _ in 0..<9 { try await stage.tag(try await stage.upload(), "sun") }

        for _ in 0..<4 { try await stage.run.sender.round() }

        #expect(stage.shop.updates.count == 9)
        #expect(stage.shop.state.withLock { $0.most } <= 4)
    }

    @Test func `a store that is known to be down is not called`() async throws {
        let stage = try await MirrorStage()
        try await stage.tag(try await stage.upload(), "sun")
        stage.shop.state.withLock { $0.refusal = StorageError(.unavailable, "", retry: .after(.seconds(3))) }

        try await stage.pass(.seconds(60))
        let before = stage.shop.updates
        stage.shop.state.withLock { $0.refusal = nil }
        try await stage.run.sender.round()

        #expect(before == [] && stage.log.lines == ["shown"])
    }
}
