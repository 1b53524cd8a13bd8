import Raster
import RasterCatalog
import Synchronization
import TestSupport
import Testing

@testable import Gateway

/// Random changes, failures, silences, late effects, deaths and restarts.
private struct MirrorScript {
    let stage: MirrorStage
    var random: SplitMix64
    var ids: [(library: LibraryID, id: AssetID)] = []
    static let tags = ["sun", "sea", "snow"]

    init(seed: UInt64) async throws {
        stage = try await MirrorStage(seed: seed)
        random = SplitMix64(seed: seed)
        for library in ["shop", "barn", "shop"] as [LibraryID] {
            ids.append((library, try await stage.upload(to: library)))
        }
    }

    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

    mutating func step() async throws {
        switch number(0...9) {
        case 0...3: try await change()
        case 4, 5: plan()
        case 6: stage.stores[number(0...1)].setDown(number(0...2) == 0)
        case 7: try await die()
        default: try await pass()
        }
    }

    private mutating func change() async throws {
        let (library, id) = ids[number(0...2)]
        let tag = Self.tags[number(0...2)]
        switch number(0...2) {
        case 0: try await stage.tag(id, tag, in: library)
        case 1: try await stage.untag(id, tag, in: library)
        default: try await stage.describe(id, "text \(number(0...3))", in: library)
        }
    }

    private mutating func plan() {
        let turns: [RemoteStore.Turn] = [
            .lose, .vanish, .delay(.seconds(number(1...99))), .refuse(RemoteStore.down),
            .refuse(StorageError(.invalid, "not so")),
            .refuse(StorageError(.rateLimited, "slow", retry: .after(.seconds(number(1...200))))),
        ]
        stage.stores[number(0...1)].plan(turns[number(0...5)])
    }

    /// The process ends somewhere on its way, or between two rounds.
    private mutating func die() async throws {
        let moments: [ProcessSwitch.Moment] = [
            .beforeWrite(number(1...3)), .afterWrite(number(1...3)), .beforeUpdate(1), .afterUpdate(1),
        ]
        if number(0...3) > 0 {
            stage.run.process.die(at: moments[number(0...3)])
            _ = try? await stage.run.sender.round()
        }
        stage.clock.advance(by: .seconds(number(0...5)))
        try await stage.restart()
    }

    private mutating func pass() async throws {
        try await stage.pass(.seconds(number(0...150)), by: .seconds(number(5...60)))
    }

    /// What the catalog says of an asset, and what its store shows.
    func views(of number: Int) async throws -> (catalog: String, store: String) {
        let (library, id) = ids[number]
        let key = try await stage.scope(library).library.key
        let asset = try await stage.run.catalog.read { try await $0.asset(id, in: key) }
        let store = library == "shop" ? stage.shop : stage.barn
        let shown = store.assets.first { $0.asset == id }
        return (
            "\(asset?.tags.sorted() ?? []) \(asset?.description ?? "")",
            "\(shown?.tags?.sorted() ?? []) \(shown?.description ?? "")"
        )
    }
}

@Suite struct MirrorPropertyTests {
    @Test(arguments: 1...40)
    func `whatever happened, in the end stores show what the catalog says`(seed: Int) async throws {
        var script = try await MirrorScript(seed: UInt64(seed))
        for _ in 0..<40 { try await script.step() }
        let stage = script.stage
        for store in stage.stores {
            store.setDown(false)
            store.state.withLock { $0.turns = [] }
        }

        try await stage.pass(.seconds(4000), by: .seconds(100))

        for number in 0...2 {
            let (catalog, store) = try await script.views(of: number)
            #expect(store == catalog)
        }
        #expect(try await stage.backlog() == [])
        #expect(stage.stores.flatMap { store in store.state.withLock { $0.hasty } } == [])
    }
}
