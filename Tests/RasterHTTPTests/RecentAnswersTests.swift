import HTTPCore
import Raster
import RasterCatalog
import Telemetry
import TestSupport
import Testing

@testable import RasterHTTP

/// Whether an answer was remembered shows in the catalog's count of reads.
@Suite struct RecentAnswersTests {
    private func countingReads(
        of surface: Surface, _ work: () async throws -> Void
    ) async throws -> Int {
        let before = surface.catalog.counters.reads
        try await work()
        return surface.catalog.counters.reads - before
    }

    static let reads = [
        Surface.photos + "/assets", Surface.photos + "/tags", "/me", "/organizations/acme/libraries",
        "/organizations/acme/search/assets?q=a",
    ]

    @Test(arguments: reads)
    func `a repeated read of an unchanged catalog does not ask it`(path: String) async throws {
        let surface = try await Surface()
        let first = try await surface.get(path)

        let count = try await countingReads(of: surface) {
            let again = try await surface.get(path)
            #expect(again.bytes == first.bytes)
        }

        #expect(first.status == 200 && count == 0)
    }

    @Test func `every answer has an id of its own, and a line in the log`() async throws {
        let surface = try await Surface()

        var ids: Set<String?> = []
        for _ in 0..<3 { ids.insert(try await surface.get("/me").fields["X-Request-Id"]) }

        #expect(ids.count == 3)
        #expect(surface.log.lines.count == 3)
        #expect(Set(surface.log.lines.map { $0.fields.map(\.name) }).count == 1)
    }

    @Test func `a change shows at once, also one by another process`() async throws {
        let surface = try await Surface()
        let path = Surface.photos + "/tags"
        let asset = try await surface.asset()
        #expect(try await surface.get(path).bytes == Array(#"{"data":[]}"#.utf8))

        let other = try await SQLiteCatalog(path: surface.folder.path + "/catalog.sqlite")
        try await other.write { writer in
            let library = try #require(try await writer.library("photos", in: "acme"))
            _ = try await writer.tag([AssetID(asset)], with: ["new"], in: library.key, at: .sample())
        }
        await other.close()

        #expect(String(decoding: try await surface.get(path).bytes, as: UTF8.self).contains(#""id":"new""#))
    }

    @Test func `an answer ends with its organization`() async throws {
        let surface = try await Surface()
        try await surface.catalog.write { writer in
            var acme = try #require(try await writer.organization("acme", at: surface.clock.now()))
            acme.expires = surface.clock.now() + .seconds(60)
            try await writer.update(acme)
        }
        #expect(try await surface.get("/me").status == 200)

        surface.clock.advance(by: .seconds(61))

        #expect(try await surface.get("/me").status == 401)
    }

    @Test func `refusals are not remembered`() async throws {
        let surface = try await Surface()
        let path = Surface.photos + "/assets/nosuchasset000"
        _ = try await surface.get(path)

        let count = try await countingReads(of: surface) { _ = try await surface.get(path) }

        #expect(count == 1)
    }

    @Test func `two keys do not share answers`() async throws {
        let surface = try await Surface()
        let path = Surface.photos + "/assets"
        _ = try await surface.get(path)

        #expect(try await surface.get(path, key: .stranger).status == 401)
        #expect(try await surface.get(path, key: nil).status == 401)
    }

    @Test func `what is kept is bounded`() async throws {
        let answers = RecentAnswers(capacity: 64 << 10, shelves: 1)
        let stamp = CatalogStamp(.one)
        let subject = RequestSubject(HTTPRequest(.get, "/"), RequestTrace())
        let known = RecentAnswers.Known(
            response: HTTPResponse(.ok, body: .bytes([UInt8](repeating: 0, count: 4 << 10))),
            subject: subject, figures: try await Surface().front.observer.figures(subject, .ok), expires: nil)

        let images = (0..<100).map { RequestImage([UInt8($0)]) }
        for image in images { answers.keep(known, for: image, at: stamp) }

        let found = images.filter { answers.answer(to: $0, at: stamp, .sample()) != nil }
        #expect((6...12).contains(found.count))
        #expect(answers.answer(to: images[99], at: CatalogStamp(.zero), .sample()) == nil)
    }
}
