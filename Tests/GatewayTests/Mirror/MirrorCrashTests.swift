import Raster
import Synchronization
import TestSupport
import Testing

@testable import Gateway

/// Wherever the process dies on the way of a change, the next one brings it to its end, without guessing.
@Suite struct MirrorCrashTests {
    /// A change whose process dies at `moment`; writes are counted after the one of the change.
    private func dead(at moment: ProcessSwitch.Moment) async throws -> (MirrorStage, AssetID) {
        let stage = try await MirrorStage()
        let id = try await stage.upload()
        try await stage.run.sender.round()
        try await stage.tag(id, "sun")
        stage.run.process.die(at: moment)
        _ = try? await stage.run.sender.round()
        try await stage.restart()
        return (stage, id)
    }

    @Test(arguments: [
        ProcessSwitch.Moment.beforeWrite(1), .afterWrite(1), .beforeUpdate(1), .afterUpdate(1),
        .beforeWrite(2), .afterWrite(2),
    ])
    func `the change arrives`(moment: ProcessSwitch.Moment) async throws {
        let (stage, id) = try await dead(at: moment)

        try await stage.pass(.seconds(300))

        #expect(stage.shop.tags(of: id) == ["sun"])
        #expect(stage.shop.updates.count == 1)
        #expect(try await stage.backlog() == [])
        #expect(try await stage.mirror(of: id)?.mirrored == 1)
    }

    @Test(arguments: [ProcessSwitch.Moment.afterWrite(1), .beforeUpdate(1), .afterUpdate(1), .beforeWrite(2)])
    func `what may have been sent is looked at only once it has settled`(
        moment: ProcessSwitch.Moment
    ) async throws {
        let (stage, _) = try await dead(at: moment)
        let (updates, _) = (stage.shop.updates, stage.clock.advance(by: .seconds(50)))

        try await stage.pass(.seconds(99), by: .seconds(3))

        #expect(stage.shop.updates == updates)
        #expect(stage.shop.state.withLock { $0.stats } == 0)
    }

    @Test func `an effect that shows up after the death is not overtaken`() async throws {
        let stage = try await MirrorStage()
        let id = try await stage.upload()
        try await stage.run.sender.round()
        try await stage.tag(id, "sun")
        stage.shop.plan(.delay(.seconds(95)))
        stage.run.process.die(at: .afterUpdate(1))
        _ = try? await stage.run.sender.round()
        try await stage.restart()
        try await stage.tag(id, "sea")

        try await stage.pass(.seconds(400), by: .seconds(5))

        #expect(stage.shop.tags(of: id) == ["sun", "sea"])
        #expect(stage.shop.state.withLock { $0.hasty } == [])
    }
}
