import Bytes
import HTTPCore
import MediaPocketAdapter
import Raster
import TestSupport
import Testing

@Suite struct RequestTests {
    /// What everything that the adapter can be asked fails with.
    private func everything(_ adapter: MediaPocketAdapter, _ id: NativeID) async -> [StorageError?] {
        var errors: [StorageError?] = []
        for call in PocketCall.allCases {
            errors.append(
                await failure { () async throws(StorageError) in try await call.run(on: adapter, at: id) })
        }
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
        "", ".", "..", "a/b", "a%2Fb", "a?b", "a#b", "a b", "é", "a\r\nX: y",
        String(repeating: "a", count: 65),
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
        let edited = await failure { () async throws(StorageError) in
            _ = try await adapter.edit("../1", on: "a", "x")
        }
        let removed = await failure { () async throws(StorageError) in
            try await adapter.remove("1/..", on: "a")
        }
        let started = await failure { () async throws(StorageError) in
            _ = try await adapter.start("", on: "a")
        }
        #expect([edited, removed, started].allSatisfy { $0?.kind == .notFound } && api.lines.isEmpty)
    }

    @Test func `a body from the caller is refused without a request`() async throws {
        let api = CannedTransport()
        let adapter = try MediaPocketAdapter.sample(api: api)
        let error = await failure { () async throws(StorageError) in
            _ = try await adapter.create(.sample(), .stream(ByteStream([1, 2, 3])))
        }
        #expect(error?.kind == .unsupported && api.lines.isEmpty)
    }

    private static let orders: [PocketCall] = [
        .delete, .fetch, .discard, .restore, .move, .leave, .remove, .discardBytes,
    ]

    private func order(_ call: PocketCall, _ answer: HTTPResponse) async throws -> StorageError? {
        let adapter = try MediaPocketAdapter.sample(api: CannedTransport(answer), nativeTrash: true)
        return await failure { () async throws(StorageError) in try await call.run(on: adapter, at: "a") }
    }

    @Test(arguments: orders)
    func `an order that is answered by somebody else may have happened`(_ call: PocketCall) async throws {
        for body in ["[]", "\"ok\"", "<p>ok"] {
            let error = try await order(call, .json(200, body))
            #expect(error?.kind == .malformed && error?.effect == .unknown)
        }
    }

    @Test(arguments: orders)
    func `an order is done where an answer of success complains about nothing`(_ call: PocketCall)
        async throws
    {
        for status in [200, 201, 202] {
            for body in ["{\"ok\":\"ok\"}", "{}", "{\"success\":true,\"error\":null,\"errors\":[]}"] {
                #expect(try await order(call, .json(HTTPStatus(status), body)) == nil)
            }
        }
        #expect(try await order(call, HTTPResponse(204)) == nil)
        for body in ["{\"error\":\"x\"}", "{\"ok\":\"ok\",\"errors\":[\"x\"]}"] {
            #expect(try await order(call, .json(202, body)) != nil)
        }
    }

    @Test func `an empty answer says that something is deleted, and not that anything was made`() async throws
    {
        for call in Self.orders {
            let isDeletion = [.delete, .leave, .remove, .discardBytes].contains(call)
            #expect((try await order(call, HTTPResponse(200)) == nil) == isDeletion)
        }
    }
}
