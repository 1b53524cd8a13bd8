import AdapterKit
import Bytes
import Raster
import RasterCatalog
import TestSupport
import Testing

@testable import Gateway

@Suite struct HistoryTests {
    private func page(_ stage: NativeStage, _ cursor: String? = nil) async throws -> HistoryPage {
        try await stage.gateway.history(of: stage.asset, in: try await stage.scope(), after: cursor)
    }

    @Test func `the backend's events and the gateway's are one history`() async throws {
        let stage = try await NativeStage()
        try await stage.tag("sun")

        let page = try await page(stage)

        #expect(page.events.map(\.type) == ["ASSET_ADDED", "ASSET_UPLOADED", "ASSET_TAGGED"])
        #expect(page.events.map(\.actor) == ["memory", "Key 1", "Key 1"])
        #expect(page.events[2].detail == "sun" && page.next == nil)
    }

    @Test func `a history of many pages is walked through without gaps and repetitions`() async throws {
        let stage = try await NativeStage()
        for number in 0..<20 { _ = try await stage.memory.add("\(number)", to: stage.home.id) }
        try await stage.change { [asset = stage.asset] gateway, scope, writer in
            for number in 0..<120 {
                _ = try await gateway.tag([asset], with: ["tag\(number)"], in: scope, writer)
            }
        }

        var (events, cursor, pages) = ([HistoryEvent](), String?.none, 0)
        repeat {
            let page = try await page(stage, cursor)
            events += page.events
            cursor = page.next
            pages += 1
            #expect(page.events.count <= 100)
        } while cursor != nil && pages < 20

        #expect(events.count == 21 + 121 && Set(events.map(\.id)).count == events.count)
        #expect(events.map(\.created) == events.map(\.created).sorted())
        #expect(pages == 3)
    }

    @Test func `a store without events leaves the gateway's`() async throws {
        let stage = try await NativeStage(abilities: [])

        #expect(try await page(stage).events.map(\.type) == ["ASSET_UPLOADED"])
    }

    @Test(arguments: ["", "zz", "00", "6e6f74206f6e65"])
    func `a cursor that is none is refused`(cursor: String) async throws {
        let stage = try await NativeStage()

        let error = await #expect(throws: RasterError.self) { try await page(stage, cursor) }

        #expect(error?.code == .badUserInput)
    }

    @Test func `what is no cursor is refused before the asset is looked for`() async throws {
        let stage = try await NativeStage()
        let scope = try await stage.scope()

        let error = await #expect(throws: RasterError.self) {
            try await stage.gateway.history(of: "nobody", in: scope, after: "zz")
        }

        #expect(error?.code == .badUserInput)
    }

    @Test func `a cursor into the events of a store that has none is refused`() async throws {
        let stage = try await NativeStage(abilities: [])
        let id = stage.asset
        let asset = try #require(try await stage.truth.read { try await $0.asset(id, in: "acme") })
        let cursor = try HistoryCursor(readsNative: true).text(of: asset)

        let error = await #expect(throws: RasterError.self) { try await page(stage, cursor) }

        #expect(error?.code == .badUserInput)
    }

    @Test func `a cursor of another asset is refused`() async throws {
        let stage = try await NativeStage()
        let asset = Asset.sample("other")
        let cursor = try HistoryCursor(readsNative: true).text(of: asset)

        let error = await #expect(throws: RasterError.self) { try await page(stage, cursor) }

        #expect(error?.code == .badUserInput)
    }

    @Test func `a bookmark that the backend does not know is refused`() async throws {
        let stage = try await NativeStage()
        let id = stage.asset
        let found = try await stage.truth.read { try await $0.asset(id, in: "acme") }
        let asset = try #require(found)
        var cursor = HistoryCursor(readsNative: true)
        cursor.native = .page(PageToken("forged\n1"), skipping: 0)
        let text = try cursor.text(of: asset)

        let error = await #expect(throws: StoreRefusal.self) { try await page(stage, text) }

        #expect(error?.shown.code == .badUserInput)
    }

    @Test func `a cursor is read as it was written`() throws {
        let asset = Asset.sample("a")
        var cursor = HistoryCursor(readsNative: true)
        cursor.own = RecordedEvent.Position(created: .sample(5), number: 7)
        cursor.native = .page(PageToken("a\nb"), skipping: 3)

        #expect(try HistoryBookmark(cursor.text(of: asset))?.cursor(of: asset) == cursor)
    }
}

@Suite struct HistoryMergeTests {
    private func own(_ moments: Int64...) -> [RecordedEvent] {
        moments.map { moment in
            RecordedEvent(
                HistoryEvent(id: "own\(moment)", type: "X", created: .sample(moment)),
                at: .init(created: .sample(moment), number: moment))
        }
    }

    private func native(_ moments: Int64...) -> [HistoryEvent] {
        moments.map { HistoryEvent(id: "native\($0)", type: "Y", created: .sample($0)) }
    }

    @Test func `events are in the order of time, whoever tells them`() {
        var merge = HistoryMerge(own: own(1, 4, 9), from: HistoryCursor(readsNative: true), limit: 10)

        merge.add(native(2, 3, 5), next: nil)
        merge.finish()

        #expect(
            merge.events.map(\.id) == ["own1", "native2", "native3", "own4", "native5", "own9"])
        #expect(merge.isComplete)
    }

    @Test func `what comes after a page that is not the last waits for the next one`() {
        var merge = HistoryMerge(own: own(9), from: HistoryCursor(readsNative: true), limit: 10)

        merge.add(native(2), next: PageToken("2"))
        merge.finish()

        #expect(merge.events.map(\.id) == ["native2"] && !merge.isComplete)
        #expect(merge.cursor.native == .page(PageToken("2"), skipping: 0))
    }

    @Test func `a page of the backend is cut where there is no more room`() {
        var merge = HistoryMerge(own: own(1), from: HistoryCursor(readsNative: true), limit: 2)
        merge.add(native(2, 3, 4), next: nil)
        merge.finish()

        var next = HistoryMerge(own: [], from: merge.cursor, limit: 2)
        next.add(native(2, 3, 4), next: nil)
        next.finish()

        #expect(merge.events.map(\.id) == ["own1", "native2"] && !merge.isComplete)
        #expect(next.events.map(\.id) == ["native3", "native4"] && next.isComplete)
    }
}
