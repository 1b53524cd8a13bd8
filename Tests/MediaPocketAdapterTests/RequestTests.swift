import Bytes
import HTTPCore
import MediaPocketAdapter
import Raster
import TestSupport
import Testing

@Suite struct RequestTests {
    /// Everything the adapter can be asked, each at the asset `id`.
    private func everything(_ adapter: MediaPocketAdapter, _ id: NativeID) async -> [StorageError?] {
        let calls: [() async throws(StorageError) -> Void] = [
            { () async throws(StorageError) in _ = try await adapter.stat(id) },
            { () async throws(StorageError) in _ = try await adapter.open(id, nil) },
            { () async throws(StorageError) in try await adapter.delete(id) },
            { () async throws(StorageError) in try await adapter.fetch(.sample(), for: id, from: "https://g/s") },
            { () async throws(StorageError) in try await adapter.discardBytes(of: id) },
            { () async throws(StorageError) in try await adapter.update(id, .sample()) },
            { () async throws(StorageError) in try await adapter.discard(id) },
            { () async throws(StorageError) in try await adapter.restore(id) },
            { () async throws(StorageError) in _ = try await adapter.comments(on: id) },
            { () async throws(StorageError) in _ = try await adapter.add("x", to: id) },
            { () async throws(StorageError) in _ = try await adapter.edit("1", on: id, "x") },
            { () async throws(StorageError) in try await adapter.remove("1", on: id) },
            { () async throws(StorageError) in _ = try await adapter.events(of: id, after: nil) },
            { () async throws(StorageError) in _ = try await adapter.actions(for: id) },
            { () async throws(StorageError) in _ = try await adapter.start("1", on: id) },
            { () async throws(StorageError) in _ = try await adapter.runs(of: id) },
            { () async throws(StorageError) in _ = try await adapter.collections(of: id) },
            { () async throws(StorageError) in _ = try await adapter.metadata(of: id) },
            { () async throws(StorageError) in try await adapter.move(id, to: "p1") },
            { () async throws(StorageError) in try await adapter.move(id, to: "") },
        ]
        var errors: [StorageError?] = []
        for call in calls { errors.append(await failure(call)) }
        return errors
    }

    @Test func `every request carries key and media type, whatever its verb`() async throws {
        let api = RoutedTransport { _ in HTTPResponse(500) }
        _ = await everything(try .sample(api: api), "-a1")
        #expect(Set(api.seen.map(\.request.method)) == [.get, .post, .put, .delete])
        for (request, _) in api.seen {
            #expect(request.fields.all("X-API-KEY") == ["canary-key-0123456789"])
            #expect(request.fields.all("Content-Type") == ["application/json"])
        }
    }

    @Test func `no error tells the key`() async throws {
        let api = RoutedTransport { _ in .refusal(401, "canary-key-0123456789 is wrong") }
        let errors = await everything(try .sample(api: api), "-a1")
        #expect(!errors.contains { $0 == nil || "\(String(describing: $0))".contains("canary") })
    }

    @Test(arguments: ["-a1", "_a1", "--------------------", "_-Zz09"])
    func `an id may begin with a hyphen or an underscore`(_ id: String) async throws {
        let api = CannedTransport(.asset(SampleAsset(id: id)))
        #expect(try await MediaPocketAdapter.sample(api: api).stat(NativeID(id)).id.rawValue == id)
        #expect(api.lines == ["GET /api/v2/assets/\(id)"])
    }

    @Test(arguments: [
        "", ".", "..", "a/b", "a%2Fb", "a?b", "a#b", "a b", "é", "a\r\nX: y", String(repeating: "a", count: 65),
    ])
    func `an id that the store cannot have given out is not asked for`(_ id: String) async throws {
        let api = RoutedTransport { _ in .done }
        let errors = await everything(try .sample(api: api), NativeID(id))
        #expect(errors.allSatisfy { $0?.kind == .notFound })
        #expect(api.lines.isEmpty)
    }

    @Test func `ids of comments and actions are checked like those of assets`() async throws {
        let api = RoutedTransport { _ in .done }
        let adapter = try MediaPocketAdapter.sample(api: api)
        let errors = [
            await failure { () async throws(StorageError) in _ = try await adapter.edit("../1", on: "a", "x") },
            await failure { () async throws(StorageError) in try await adapter.remove("1/..", on: "a") },
            await failure { () async throws(StorageError) in _ = try await adapter.start("", on: "a") },
        ]
        #expect(errors.allSatisfy { $0?.kind == .notFound } && api.lines.isEmpty)
    }

    @Test func `a body from the caller is refused without a request`() async throws {
        let api = CannedTransport()
        let adapter = try MediaPocketAdapter.sample(api: api)
        let error = await failure { () async throws(StorageError) in
            _ = try await adapter.create(.sample(), .stream(ByteStream([1, 2, 3])))
        }
        #expect(error?.kind == .unsupported && api.lines.isEmpty)
    }

    @Test func `an order that is answered by somebody else may have happened`() async throws {
        for body in ["{}", "[]", "\"ok\"", "<p>ok"] {
            let adapter = try MediaPocketAdapter.sample(api: CannedTransport(.json(200, body)))
            let error = await failure { () async throws(StorageError) in try await adapter.delete("a") }
            #expect(error?.kind == .malformed && error?.effect == .unknown)
        }
    }
}
