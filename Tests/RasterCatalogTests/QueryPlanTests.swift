import Raster
import SQLite
import TestSupport
import Testing

@testable import RasterCatalog

@Suite struct QueryPlanTests {
    private func plan(_ sql: SQL, _ values: [SQLValue]) throws -> [String] {
        let connection = try Connection(path: ":memory:")
        try Schema.migrate(connection)
        let text = SQL(composed: "EXPLAIN QUERY PLAN \(sql.string)")
        return try connection.all(text, values) { $0.text(3) }
    }

    private static var orders: [AssetOrder] {
        let libraries = (1...3).map { AssetList.library(LibraryKey($0)) }
        let tags = (1...5).map { AssetList.tag($0) }
        let start = AssetPosition(created: 5, id: "a")
        return [[libraries[0]], libraries, [tags[0]], Array(tags[..<2]), tags].flatMap { lists in
            [AssetOrder(lists), AssetOrder(lists, from: start)]
        }
    }

    @Test(arguments: orders.indices)
    func `a page is a walk along an index`(index: Int) throws {
        let plan = try plan(Self.orders[index].sql, [])

        #expect(plan.contains { $0.contains("USING COVERING INDEX") })
        #expect(!plan.contains { $0.contains("TEMP B-TREE") || $0.hasPrefix("SCAN") })
    }

    @Test func `no statement of a request scans a table or sorts`() async throws {
        let statements = try await everyStatement()

        #expect(statements.count > 75)
        for sql in statements {
            let bad = try plan(SQL(composed: sql), []).filter { step in
                step.contains("TEMP B-TREE")
                    || step.hasPrefix("SCAN") && !Self.walks.contains(where: step.contains)
            }
            #expect(bad == [], "\(sql)")
        }
    }

    /// Lists of values, matches of a search, and indexes of the few rows that are wanted all.
    private static let walks = [
        "VIRTUAL TABLE", "organizations_removed", "libraries_removed", "organizations_by_id", "intents",
        "SCAN libraries", "SCAN mails", "CONSTANT ROW", "SCAN sqlite_master", "jobs_running", "jobs_waiting",
        "mirrors_missing",
    ]

    private func everyStatement() async throws -> [String] {
        var script = try await CatalogScript(seed: 5, rankedHits: 1)
        for _ in 0..<60 { _ = try await script.step() }
        let fixture = script.fixture
        try await fixture.catalog.write { [photos = fixture.photos] in try await askEverything($0, photos) }
        await fixture.catalog.close()
        return fixture.catalog.writer.connection.preparedTexts
    }

    private func askEverything(_ writer: any CatalogWriter, _ library: LibraryKey) async throws {
        _ = try await writer.organization("acme", at: .sample())
        _ = try await writer.organizations()
        try await writer.insert(.sample(1, grants: Grants(libraries: ["photos": .read])))
        _ = try await writer.key(secretDigest: .sample(1))
        _ = try await writer.keys(of: "acme")
        _ = try await writer.libraries(in: "acme", reachableBy: Grants(all: .read), page: nil)
        _ = try await (writer.libraryCount(of: "acme"), writer.libraryExists("x", outside: "acme"))
        _ = try await (writer.storedBytes(of: "acme"), writer.totals(), writer.openIntents(limit: 1))
        _ = try await writer.anonymousUsage(
            email: .sample(1), address: .sample(1), addressSince: .sample(), at: .sample())
        try await askAboutClaims(writer)
        _ = try await writer.publish([NewAsset(.sample("new", tags: ["sun"]), in: library)])
        try await writer.insert(.sample("c"), on: "new")
        _ = try await (writer.comments(on: "new", page: .first), writer.comment("c", on: "new"))
        _ = try await (writer.asset("new", in: "acme"), writer.tags(in: library, limit: 9))
        _ = try await writer.trashedAssets(in: library, page: .first)
        for tags in [["sun"], ["sun", "sea"]] {
            for number in [1, 3] {
                let page = PageRequest(number: number, size: 2)
                _ = try await writer.assets(in: library, carryingAnyOf: tags, page: page)
            }
        }
        _ = try await writer.search(SearchQuery(text: "sun", libraries: [library], page: .first))
        _ = try await writer.search(SearchQuery(text: "", libraries: [library], page: .first))
        _ = try await (writer.assetsToPurge(at: .sample(), limit: 9), writer.forgetAnswers(before: .sample()))
        _ = try await writer.rememberedAnswer(.sample(1), since: .sample())
        _ = try await writer.homes(in: "disk", after: "x", limit: 9)
        try await writer.setGrants(Grants(), of: "key1", in: "acme")
        try await askRecords(writer)
        try await askMirrors(writer)
        try await askJobs(writer, library)
        try await writer.remove(library)
        try await writer.remove("acme" as OrganizationID)
    }

    private func askAboutClaims(_ writer: any CatalogWriter) async throws {
        try await writer.insert(.sample("short", expires: .sample(10)))
        try await writer.recordAnonymous(
            "short", claim: .sample(1), email: .sample(1), address: .sample(1), at: .sample())
        try await writer.put(
            QueuedMail(organization: "short", recipient: "a@b.example", created: .sample(), next: .sample()))
        _ = try await (writer.mailsDue(at: .sample(), limit: 9), writer.mail(about: "short"))
        _ = try await (writer.mailTotals(), writer.claim(.sample(1), at: .sample()))
        try await writer.removeMail(about: "short")
        try await writer.remove(claim: .sample(2))
        try await writer.markClaimed("short", at: .sample())
        _ = try await writer.expiredOrganizations(at: .sample(), limit: 9)
        _ = try await writer.forgetClaims(before: .sample())
    }

    private func askRecords(_ writer: any CatalogWriter) async throws {
        let home = NativeReference("disk", "native-new")
        let native = NativeComment(id: "1", text: "Nice", updated: .sample(), author: nil)
        try await writer.insert(.sample("p"), on: "new", pendingAt: home)
        _ = try await (
            writer.knownComments(on: "new", at: home), writer.events(of: "new", after: nil, limit: 9)
        )
        _ = try await writer.events(of: "new", after: .init(created: .sample(), number: 1), limit: 9)
        _ = try await writer.link("p", on: "new", to: native, at: home)
        try await writer.markSent("c", on: "new", to: home, at: .sample())
        try await writer.withdraw("c", on: "new", at: home)
        var merge = CommentMerge()
        merge.changes = [CommentMerge.Pair("p", native)]
        merge.vanished = ["p"]
        try await writer.merge(merge, on: "new", at: home)
        try await writer.note(.relocated, of: "new", detail: nil, at: .sample())
        try await writer.notePlace("there", of: "new", at: home)
        try await writer.forgetAnswer(under: .sample(1))
    }

    private func askMirrors(_ writer: any CatalogWriter) async throws {
        _ = try await (writer.mirror(of: "new"), writer.outboxDue(in: "disk", at: .sample(), limit: 9))
        _ = try await writer.nextOutboxTry(in: "disk", after: .sample())
        _ = try await writer.oldestOutboxEntries(in: "disk", limit: 9)
        _ = try await writer.failingOutboxEntries(in: "disk", limit: 9)
        _ = try await (writer.outboxBacklogs(), writer.missingAssets(limit: 9))
        _ = try await writer.missingAssetCount(in: "disk")
        _ = try await writer.beginMirroring(["new"], owner: "x", at: .sample(), settled: .sample())
        try await writer.finishMirroring("new", version: 7, showing: .sample(1), at: .sample())
        let failure = BackendFailure(kind: "denied", message: "no")
        try await writer.postponeMirroring("new", version: 0, until: .sample(), failure, at: .sample())
        try await writer.leaveUnknown("new", until: .sample(), failure)
        _ = try await writer.inheritMirroring(
            in: "disk", by: "y", at: .sample(), settled: .sample(), horizon: .sample())
        try await writer.markMissing("new", from: NativeReference("disk", "native-new"), at: .sample())
        try await writer.markReturned("new", at: .sample())
    }

    private func askJobs(_ writer: any CatalogWriter, _ key: LibraryKey) async throws {
        let library = try #require(try await writer.library("photos", in: "acme"))
        try await writer.insert(Job(id: "j", .sync, on: library, created: .sample()))
        _ = try await (writer.job("j"), writer.jobs(in: key, page: .first), writer.openJob(.sync, in: key))
        _ = try await (writer.waitingJobs(limit: 9), writer.waitingJobCount(), writer.runningJobs())
        _ = try await writer.forgetJobs(endedBefore: .sample())
    }
}
