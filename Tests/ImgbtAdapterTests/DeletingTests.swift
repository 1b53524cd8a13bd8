import Bytes
import HTTPCore
import ImgbtAdapter
import Raster
import TestSupport
import Testing

@Suite struct DeletingTests {
    @Test func `deleting is decided by the status, and forgets the path`() async throws {
        let api = CannedTransport(.record(), HTTPResponse(204), .missing, .record(), HTTPResponse(200))
        let adapter = try ImgbtAdapter.sample(api: api)
        _ = try await adapter.address(of: "asset_01")
        try await adapter.delete("asset_01")
        let again = await failure { () throws(StorageError) in _ = try await adapter.address(of: "asset_01") }
        #expect(again?.kind == .notFound)
        _ = try await adapter.stat("asset_01")
        try await adapter.delete("asset_01")
    }

    @Test func `a page of someone else's is no proof of a deletion`() async throws {
        for answer in [.html(200), HTTPResponse(202), .json(200, "<")] {
            let error = try await deletion(answer)
            #expect(error?.kind == .malformed && error?.effect == .unknown)
        }
    }

    private func deletion(_ answer: HTTPResponse) async throws -> StorageError? {
        let adapter = try ImgbtAdapter.sample(api: CannedTransport(answer))
        return await failure { () throws(StorageError) in try await adapter.delete("asset_01") }
    }

    @Test(arguments: [
        "", "{}", "[]", "true", #"{"deleted":true}"#, #"{"error":null}"#, #"{"error":false}"#,
        #"{"id":"asset_01"}"#,
    ])
    func `a deletion may be answered with anything harmless`(_ json: String) async throws {
        #expect(try await deletion(.json(200, json)) == nil)
    }

    @Test(arguments: [#"{"error":"locked"}"#, #"{"error":{"code":"X"}}"#, #"{"error":{}}"#, #"{"error":1}"#])
    func `a success that complains is no proof of a deletion`(_ json: String) async throws {
        let error = try await deletion(.json(200, json))
        #expect(error?.kind == .malformed && error?.effect == .unknown && error?.retry == .allowed)
    }

    @Test(arguments: [
        #"{"error":{"code":"ASSET_NOT_FOUND"}}"#, #"{"error":"Asset not found"}"#, #"{"error":{}}"#, "",
        #"{"error":"no such asset in this vault"}"#, "{}", #"{"message":"no"}"#, #"{"error":null}"#,
        #"{"detail":"Asset not found"}"#,
    ])
    func `an asset is gone where imgbt says so`(_ body: String) async throws {
        let error = try await deletion(HTTPResponse(404, body: .bytes(Array(body.utf8))))
        #expect(error?.kind == .notFound && error?.effect == StorageError.Effect.none)
    }

    @Test(arguments: [
        "<html>", "404 page not found", "[]", "null",
    ])
    func `an asset is not gone because somebody else knows nothing of it`(_ body: String) async throws {
        let error = try await deletion(HTTPResponse(404, body: .bytes(Array(body.utf8))))
        #expect(error?.kind == .unavailable && error?.retry == .allowed)
        #expect(error?.effect == StorageError.Effect.none)
    }

    @Test(arguments: [
        #"{"error":{"code":"VAULT_NOT_FOUND"}}"#, #"{"error":{"message":"Vault does not exist"}}"#,
        #"{"code":"VAULT_NOT_FOUND"}"#,
    ])
    func `an asset is not gone because its vault is`(_ json: String) async throws {
        let error = try await deletion(.json(404, json))
        #expect(error?.kind == .invalid && error?.side == .gateway)
    }
}
