import AdapterKit
import Bytes
import Raster
import RasterCatalog
import TestSupport
import Testing

@testable import Gateway

@Suite struct LabelTests {
    private let silence = StorageError(.timedOut, "no answer", effect: .unknown)

    @Test func `an announcement without an answer leaves a placeholder that the journal names`() async throws
    {
        let stage = try await RelocationStage()
        let id = try await stage.upload(to: "far")
        stage.far.fail(.announce, with: silence)

        try await stage.settle("far")

        #expect(stage.far.labels == [id.rawValue, "\(id)~2"])
        #expect(try await stage.placeholders().map(\.label) == [id.rawValue])
        #expect(try await stage.placeholders().first?.of == id.rawValue)
        #expect(try await stage.home(id) == "far")
    }

    @Test func `a refused announcement is repeated under its label`() async throws {
        let stage = try await RelocationStage()
        let id = try await stage.upload(to: "far")
        stage.far.fail(.announce, with: StorageError(.unavailable, "down"))

        try await stage.settle("far")

        #expect(stage.far.labels == [id.rawValue])
        #expect(try await stage.placeholders() == [])
    }

    @Test func `labels come to an end`() async throws {
        let stage = try await RelocationStage()
        let id = try await stage.upload(to: "far")
        for number in 1...20 { stage.far.take(BackendLabel(id.rawValue, number: number).text) }

        try await stage.settle("far")

        #expect(try await stage.relocation(id)?.failure?.kind == "noLabel")
        #expect(try await stage.text(of: id) == "hello")
    }

    @Test func `a copy that the store has lost is announced anew`() async throws {
        let stage = try await RelocationStage()
        let id = try await stage.upload(to: "far")
        try await stage.round("far")
        stage.far.lose(id.rawValue)
        stage.clock.advance(by: .seconds(1))

        try await stage.settle("far")

        #expect(stage.far.labels == ["\(id)~2"])
        #expect(try await stage.holders(of: id) == ["far"])
        // It may turn up again.
        #expect(try await stage.placeholders().map(\.label) == [id.rawValue])
    }

    @Test func `what was just announced is given the time to show up`() async throws {
        let stage = try await RelocationStage(far: FetchingStore(settleTime: .seconds(50)))
        let id = try await stage.upload(to: "far")
        for _ in 0..<4 { stage.far.fail(.fetch, with: StorageError(.notFound, "not yet")) }

        try await stage.settle("far")

        #expect(stage.far.labels == [id.rawValue])
        #expect(try await stage.home(id) == "far")
        #expect(try await stage.placeholders() == [])
    }

    @Test func `what came to the end of its labels is tried again with others`() async throws {
        let stage = try await RelocationStage()
        let id = try await stage.upload(to: "far")
        for number in 1...20 { stage.far.take(BackendLabel(id.rawValue, number: number).text) }
        try await stage.settle("far")
        stage.clock.advance(by: .seconds(1))
        let scope = try await stage.scope("far")

        _ = try await stage.catalog.write { [gateway = stage.gateway] in
            try await gateway.relocate(in: scope, $0)
        }
        try await stage.settle("far")

        #expect(try await stage.home(id) == "far")
    }

    @Test func `a place that was just made is given the time to show up`() async throws {
        let stage = try await RelocationStage(far: FetchingStore(settleTime: .seconds(50)))
        let id = try await stage.upload(to: "far")
        for _ in 0..<3 { stage.far.fail(.move, with: StorageError(.preconditionFailed, "no such place")) }

        try await stage.settle("far")

        #expect(stage.far.placesMade == ["acme/far"])
        #expect(try await stage.home(id) == "far")
    }

    @Test func `a store that was told without an answer is told again once that has settled`() async throws {
        let stage = try await RelocationStage(far: FetchingStore(settleTime: .seconds(100)))
        let id = try await stage.upload(to: "far")
        stage.far.fail(.fetch, with: StorageError(.unavailable, "lost on the way", effect: .unknown))
        try await stage.round("far")
        let first = stage.far.addresses

        try await stage.settle("far", deliver: false)
        #expect(stage.far.addresses == first)
        stage.clock.advance(by: .seconds(60))
        try await stage.settle("far")

        #expect(try await stage.holders(of: id) == ["far"])
    }

    @Test func `a store that may not have been told is told again, however long the gateway was away`()
        async throws
    {
        let stage = try await RelocationStage()
        let id = try await stage.upload(to: "far")
        stage.far.fail(.fetch, with: silence)
        try await stage.round("far")
        stage.clock.advance(by: .seconds(7200))

        try await stage.settle("far")

        #expect(try await stage.holders(of: id) == ["far"])
    }

    @Test func `a store that does not come in time is told again, and has the more time the oftener it was`()
        async throws
    {
        let stage = try await RelocationStage()
        try await stage.upload(to: "far")
        try await stage.round("far")
        var (seconds, tokens) = ([Int](), [token(stage)])
        for second in 1...6000 where second % 100 == 0 {
            stage.clock.advance(by: .seconds(100))
            try await stage.round("far")
            guard let now = stage.far.addresses.last, !now.hasSuffix(tokens[tokens.count - 1]) else {
                continue
            }
            seconds.append(second)
            tokens.append(token(stage))
        }

        // A twelfth of an hour, a quarter of one, and then the whole hour.
        #expect(seconds == [300, 1200])
        for old in tokens { #expect(try await stage.gateway.stagedAsset(old) == nil) }
    }

    private func token(_ stage: RelocationStage) -> String {
        stage.far.addresses.last?.split(separator: "/").last.map(String.init) ?? ""
    }

    @Test func `a store that has just come is given the time to show what it has`() async throws {
        let stage = try await RelocationStage(far: FetchingStore(settleTime: .seconds(90)))
        try await stage.upload(to: "far")
        try await stage.round("far")
        let token = token(stage)
        stage.clock.advance(by: .seconds(299))
        #expect(try await stage.gateway.stagedAsset(token) != nil)
        stage.clock.advance(by: .seconds(89))
        try await stage.round("far")
        #expect(try await stage.gateway.stagedAsset(token) != nil)
        stage.clock.advance(by: .seconds(91))

        try await stage.round("far")

        #expect(try await stage.gateway.stagedAsset(token) == nil)
        #expect(stage.far.addresses.count == 2)
    }

    @Test func `a store that may still be busy with much is not told again`() async throws {
        let stage = try await RelocationStage()
        try await stage.upload(to: "far", String(repeating: "x", count: 655_360))
        try await stage.round("far")
        let token = token(stage)
        stage.clock.advance(by: .seconds(299))
        #expect(try await stage.gateway.stagedAsset(token) != nil)
        stage.clock.advance(by: .seconds(9))

        try await stage.round("far")

        #expect(stage.far.addresses.count == 1)
        stage.clock.advance(by: .seconds(30))
        try await stage.round("far")
        #expect(stage.far.addresses.count == 2)
    }

    @Test func `a store that may have come to a gateway that died is told again by the next`() async throws {
        let stage = try await RelocationStage()
        let id = try await stage.upload(to: "far")
        try await stage.round("far")
        let first = stage.far.addresses
        stage.clock.advance(by: .seconds(5))
        try await stage.restart()

        try await stage.round("far")

        #expect(stage.far.addresses.count == 2 && stage.far.addresses != first)
        try await stage.settle("far")
        #expect(try await stage.holders(of: id) == ["far"])
    }

    @Test func `a store that is told again and again in vain is given up`() async throws {
        let stage = try await RelocationStage()
        let id = try await stage.upload(to: "far")
        for _ in 0..<99 { stage.far.fail(.fetch, with: StorageError(.unavailable, "down")) }
        for _ in 0..<50 {
            try await stage.round("far")
            stage.clock.advance(by: .seconds(3600))
        }

        #expect(try await stage.relocation(id)?.failure?.kind == "unavailable")
        #expect(stage.far.labels == [id.rawValue])
    }

    @Test func `a library has one place, however many assets come at once`() async throws {
        let stage = try await RelocationStage()
        for number in 0..<6 { try await stage.upload(to: "far", "\(number)") }

        try await stage.settle("far")

        #expect(stage.far.placesMade == ["acme/far"])
        #expect(Set(stage.far.records.values.map(\.described.place)).count == 1)
    }

    @Test func `a place without an answer is a placeholder, and another is made`() async throws {
        let stage = try await RelocationStage()
        try await stage.upload(to: "far")
        stage.far.fail(.place, with: silence)

        try await stage.settle("far")

        #expect(stage.far.placesMade == ["acme/far", "acme/far~2"])
        let placeholders = try await stage.placeholders()
        #expect(placeholders.map(\.kind) == [.project] && placeholders.map(\.label) == ["acme/far"])
    }

    @Test func `a place that is gone is made anew`() async throws {
        let stage = try await RelocationStage()
        try await stage.upload(to: "far", "1")
        try await stage.settle("far")
        stage.far.lose("acme/far")

        let id = try await stage.upload(to: "far", "2")
        try await stage.settle("far")

        #expect(stage.far.placesMade == ["acme/far~2"])
        #expect(try await stage.home(id) == "far")
    }

    @Test func `labels of an asset that was there before are not used again`() async throws {
        let stage = try await RelocationStage()
        let id = try await stage.upload(to: "far")
        try await stage.settle("far")
        try await stage.transfer(id, from: "far", to: "near")
        try await stage.settle("near")
        try await stage.transfer(id, from: "near", to: "far")

        try await stage.settle("far")

        #expect(stage.far.labels == ["\(id)~2"])
        #expect(try await stage.placeholders() == [])
    }
}
