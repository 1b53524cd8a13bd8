import AdapterKit
import Gateway
import HTTPCore
import Raster
import RasterCatalog
import TestSupport
import Testing

@testable import RasterHTTP

@Suite struct JobRouteTests {
    private let jobs = Surface.own + "/jobs"
    private let sync = Surface.own + "/sync"

    private func syncable() async throws -> Surface {
        try await Surface(settings: { $0.isSyncable = { _, _ in true } })
    }

    private func started(_ surface: Surface) async throws -> String {
        try #require(try await surface.send(.post, sync).data?["id"]?.string)
    }

    /// Changes a job as a runner does.
    private func change(
        _ id: String, _ surface: Surface, _ body: @escaping @Sendable (inout Job) -> Void
    ) async throws {
        try await surface.catalog.write { writer in
            var job = try #require(try await writer.job(JobID(id)))
            body(&job)
            try await writer.update(job)
        }
    }

    @Test func `a sync is 202 and a job that waits`() async throws {
        let surface = try await syncable()

        let reply = try await surface.send(.post, sync)

        #expect(reply.status == 202)
        #expect(
            reply.data?.names
                == ["id", "kind", "state", "created", "started", "finished", "progress", "error"])
        #expect(reply.data?["kind"]?.string == "sync" && reply.data?["state"]?.string == "queued")
        #expect(reply.data?["created"]?.int == Int(Timestamp.sample().milliseconds))
        #expect(reply.data?["started"] == .null && reply.data?["error"] == .null)
        let progress = reply.data?["progress"]
        #expect(progress?.names == ["items", "itemsTotal", "bytes", "bytesTotal", "failed"])
        #expect(progress?["items"]?.int == 0 && progress?["itemsTotal"] == .null)
    }

    @Test func `a job is described as it is shown`() async throws {
        let surface = try await syncable()
        let document = try JSONValue(parsing: OpenAPIDocument.bytes(server: "x"))

        let shown = try await surface.send(.post, sync).data
        let schema = document["components"]?["schemas"]?["Job"]

        #expect(schema?["properties"]?.names == shown?.names)
        #expect(schema?["properties"]?["progress"]?["properties"]?.names == shown?["progress"]?.names)
        #expect(schema?["properties"]?["state"]?["enum"]?.strings == JobState.allCases.map(\.rawValue))
    }

    @Test func `a library with nothing to compare takes no sync`() async throws {
        let surface = try await Surface()

        let reply = try await surface.send(.post, sync)

        #expect(reply.status == 501 && reply.code == "NOT_SUPPORTED")
        #expect(try await surface.get(jobs).data == .array([]))
    }

    @Test func `a store whose assets can only be named says how`() async throws {
        let abilities = MemoryAdapter.Ability.usual.subtracting([.enumeration])
        let surface = try await Surface(others: [MemoryAdapter(name: "pocket", abilities: abilities)])
        try await surface.catalog.write { writer in
            _ = try await writer.insert(
                NewLibrary(
                    organization: "acme", id: "pocket", name: "pocket", adapter: "pocket", created: .sample())
            )
        }

        let reply = try await surface.send(.post, "/gateway/v1/organizations/acme/libraries/pocket/sync")

        #expect(reply.status == 501 && reply.code == "NOT_SUPPORTED")
        #expect(reply.text.contains("cannot list what it holds; name the assets with sync --ids"))
    }

    @Test func `a second sync is the first one while that has not ended`() async throws {
        let surface = try await syncable()
        let first = try await started(surface)
        let again = try await surface.send(.post, sync)
        try await change(first, surface) { _ = $0.start(by: "run-1", at: .sample()) }
        let running = try await surface.send(.post, sync)
        try await change(first, surface) { _ = $0.settle(.done, JobProgress(), at: .sample()) }

        #expect(again.status == 202 && again.data?["id"]?.string == first)
        #expect(running.data?["id"]?.string == first && running.data?["state"]?.string == "running")
        #expect(try await started(surface) != first)
    }

    @Test func `a sync after one that is being cancelled is a new one`() async throws {
        let surface = try await syncable()
        let first = try await started(surface)
        try await change(first, surface) { _ = $0.start(by: "run-1", at: .sample()) }
        try await surface.send(.delete, "\(jobs)/\(first)")

        let second = try await started(surface)

        #expect(second != first)
        #expect(try await started(surface) == second)
    }

    @Test func `an Idempotency-Key brings the same job back, ended or not`() async throws {
        let surface = try await syncable()
        let fields: HTTPFields = ["Idempotency-Key": "once"]
        let first = try await surface.send(.post, sync, fields: fields)
        let id = try #require(first.data?["id"]?.string)
        try await surface.send(.delete, "\(jobs)/\(id)")

        let again = try await surface.send(.post, sync, fields: fields)

        #expect(again.status == 202 && again.bytes == first.bytes)
        #expect(try await surface.get(jobs).data?.array?.count == 1)
    }

    @Test func `jobs are listed newest first, in pages`() async throws {
        let surface = try await syncable()
        var ids: [String] = []
        for _ in 0..<3 {
            ids.insert(try await started(surface), at: 0)
            try await surface.send(.delete, "\(jobs)/\(ids[0])")
            surface.clock.advance(by: .seconds(1))
        }

        #expect(try await surface.get(jobs).data?.each("id") == ids)
        #expect(try await surface.get(jobs + "?page=2&pageSize=2").data?.each("id") == [ids[2]])
        #expect(try await surface.get(jobs + "?page=0").code == "BAD_USER_INPUT")
        let drafts = Surface.own.replacing("photos", with: "drafts") + "/jobs"
        #expect(try await surface.get(drafts).data == .array([]))
    }

    @Test func `a job is shown with its progress and why it failed`() async throws {
        let surface = try await syncable()
        let id = try await started(surface)
        try await change(id, surface) { job in
            _ = job.start(by: "run-1", at: .sample(1))
            let progress = JobProgress(items: 3, itemsTotal: 9, bytes: 30, bytesTotal: 90, failed: 1)
            _ = job.settle(.failed(RasterError(.serviceUnavailable, "Away.")), progress, at: .sample(2))
        }

        let shown = try await surface.get("\(jobs)/\(id)", key: .reader).data

        #expect(shown?["state"]?.string == "failed")
        #expect(shown?["started"]?.int == Int(Timestamp.sample(1).milliseconds))
        #expect(shown?["finished"]?.int == Int(Timestamp.sample(2).milliseconds))
        #expect(shown?["progress"]?["itemsTotal"]?.int == 9 && shown?["progress"]?["failed"]?.int == 1)
        #expect(shown?["error"]?["code"]?.string == "SERVICE_UNAVAILABLE")
        #expect(shown?["error"]?["message"]?.string == "Away.")
    }

    @Test func `a waiting job is cancelled at once, a running one asked, an ended one left`() async throws {
        let surface = try await syncable()
        let waiting = try await started(surface)
        let cancelled = try await surface.send(.delete, "\(jobs)/\(waiting)")
        let running = try await started(surface)
        try await change(running, surface) { _ = $0.start(by: "run-1", at: .sample()) }
        let asked = try await surface.send(.delete, "\(jobs)/\(running)")

        #expect(cancelled.status == 200 && cancelled.data?["state"]?.string == "cancelled")
        #expect(cancelled.data?["finished"]?.int == Int(Timestamp.sample().milliseconds))
        #expect(asked.status == 200 && asked.data?["state"]?.string == "running")
        let kept = try await surface.catalog.read { try await $0.job(JobID(running)) }
        #expect(kept?.isCancelRequested == true)
        let again = try await surface.send(.delete, "\(jobs)/\(waiting)")
        #expect(again.status == 200 && again.data == cancelled.data)
    }

    @Test(arguments: [HTTPMethod.get, .delete])
    func `a job of another library is unknown`(method: HTTPMethod) async throws {
        let surface = try await syncable()
        let id = try await started(surface)
        let elsewhere = Surface.own.replacing("photos", with: "drafts") + "/jobs/\(id)"

        let reply = try await surface.send(method, elsewhere)

        #expect(reply.status == 404 && reply.code == "RESOURCE_NOT_FOUND")
        #expect(try await surface.send(method, "\(jobs)/nothing").code == "RESOURCE_NOT_FOUND")
        #expect(try await surface.get("\(jobs)/\(id)").data?["state"]?.string == "queued")
    }

    @Test func `a key that only reads starts and cancels nothing`() async throws {
        let surface = try await syncable()
        let id = try await started(surface)

        let replies = [
            try await surface.send(.post, sync, key: .reader),
            try await surface.send(.delete, "\(jobs)/\(id)", key: .reader),
        ]

        #expect(replies.map(\.code) == Array(repeating: "API_KEY_NOT_AUTHORIZED_FOR_LIBRARY", count: 2))
        #expect(try await surface.get(jobs, key: .reader).data?.array?.count == 1)
        #expect(try await surface.send(.post, jobs).status == 405)
    }
}
