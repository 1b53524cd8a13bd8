import Bytes
import FakeKit
import HTTPCore
import ImgbtFake
import TestSupport
import Testing

@Suite struct ImgbtListTests {
    @Test func `pages hold every asset once, the newest first`() async throws {
        let vault = try Vault()
        let ids = try await vault.fill(5)

        #expect(try await vault.walk() == [Array(ids[0..<2]), Array(ids[2..<4]), [ids[4]]])
    }

    @Test func `assets that come and go while a client walks neither repeat nor hide others`() async throws {
        let vault = try Vault()
        let ids = try await vault.fill(5)
        let first = try await vault.send(.get, "\(Vault.assets)?limit=2").object()
        _ = try await vault.upload("new", as: "new.txt")
        _ = try await vault.send(.delete, "\(Vault.assets)/\(ids[1])")

        let cursor = PercentEncoding.encodePathSegment(try first.string("cursor"))
        let second = try await vault.send(.get, "\(Vault.assets)?cursor=\(cursor)").object()

        #expect(try second.array("data").map { try $0.asObject().string("id") } == Array(ids[2...]))
    }

    @Test(
        arguments: [
            ("partition=press", 3), ("partition=press&collection=kit", 2),
            ("partition=press&collection=kit&channel=b", 1), ("channel=a", 3),
            ("collection=kit&channel=a", 2),
            ("partition=none", 0), ("partition=&channel=a", 0),
        ])
    func `a list is of what lies in the places asked for`(_ query: String, _ count: Int) async throws {
        let vault = try Vault()
        for (place, name) in [
            ("press/kit/a", "1"), ("press/kit/b", "2"), ("press/web/a", "3"), ("team/kit/a", "4"),
        ] {
            let parts = place.split(separator: "/").map(String.init)
            let fields = [("partition", parts[0]), ("collection", parts[1]), ("channel", parts[2])]
            _ = try await vault.upload("x", as: name, fields)
        }

        #expect(try await vault.walk(query).joined().count == count)
    }

    @Test func `the limit is 50 unless told, and 200 at most`() async throws {
        let vault = try Vault()
        _ = try vault.fake.seed(201)

        for (query, count) in [("", 50), ("?limit=200", 200), ("?limit=1", 1)] {
            let page = try await vault.send(.get, Vault.assets + query).object()
            #expect(try page.array("data").count == count)
            #expect(page["has_more"] == .bool(true))
        }
    }

    @Test func `in the SDK's dialect the limit is 25 unless told, and 100 at most`() async throws {
        let vault = try Vault { $0.dialect = .sdk }
        _ = try vault.fake.seed(101)

        #expect(try await vault.send(.get, "/v1/assets").object().array("data").count == 25)
        #expect(try await vault.send(.get, "/v1/assets?limit=100").status == 200)
        #expect(try await vault.send(.get, "/v1/assets?limit=101").status == 400)
    }

    @Test(
        arguments: [
            (.repeatedPage, [2, 2, 2, 1], 5), (.skippedPage, [2, 2], 4), (.emptyPage, [2, 0, 2, 1], 5),
            (.shrinkingPage, [2, 1, 2], 5), (.reorderedPage, [2, 2, 1], 5), (.duplicateItem, [2, 3, 1], 5),
            (.loopingCursor, Array(repeating: 2, count: 10), 4),
        ] as [(PageFault, [Int], Int)])
    func `a page that is wrong changes what a walk finds`(
        _ fault: PageFault, _ counts: [Int], _ distinct: Int
    ) async throws {
        let vault = try Vault(PlannedFault("list", .page(fault), skip: 1))
        _ = try await vault.fill(5)

        let pages = try await vault.walk()

        #expect(pages.map(\.count) == counts)
        #expect(Set(pages.joined()).count == distinct)
        #expect(vault.fake.plan.unconsumed.isEmpty)
    }

    @Test func `a first page can loop and repeat too`() async throws {
        for fault in [PageFault.repeatedPage, .loopingCursor, .emptyPage] {
            let vault = try Vault(PlannedFault("list", .page(fault)))
            let ids = try await vault.fill(3)

            let pages = try await vault.walk(most: 3)

            #expect(pages[1] == Array(ids[0..<2]), "\(fault)")
        }
    }
}
