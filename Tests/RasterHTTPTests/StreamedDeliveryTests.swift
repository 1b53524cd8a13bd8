import AdapterKit
import Bytes
import Gateway
import HTTPCore
import Raster
import RasterCatalog
import TestSupport
import Testing

/// A store in memory that gives addresses of its own.
private struct LinkedAdapter: Adapter, Delivering {
    let base = MemoryAdapter(name: "linked")
    let address: String?
    var name: AdapterName { base.name }
    var kind: String { base.kind }
    var limits: AdapterLimits { base.limits }
    var finding: (any Finding)? { base.finding }
    var delivery: (any Delivering)? { self }

    func stat(_ id: NativeID) async throws(StorageError) -> NativeAsset { try await base.stat(id) }
    func open(_ id: NativeID, _ range: ByteRange?) async throws(StorageError) -> Content {
        try await base.open(id, range)
    }
    func create(_ draft: AssetDraft, _ content: Content) async throws(StorageError) -> NativeAsset {
        try await base.create(draft, content)
    }
    func delete(_ id: NativeID) async throws(StorageError) { try await base.delete(id) }
    func address(of id: NativeID) async throws(StorageError) -> String? { address }
}

/// `/cdn` over a store whose content is streams, and a cache.
@Suite struct StreamedDeliveryTests {
    private let text = "0123456789"

    private func delivered(_ cacheBytes: Int? = 1000) async throws -> (surface: Surface, path: String) {
        let surface = try await Surface(.memory, cacheBytes: cacheBytes)
        let path = try await surface.cdnPath(of: try await surface.asset("beach.jpg", text))
        return (surface, path)
    }

    private func get(
        _ surface: Surface, _ path: String, _ fields: HTTPFields = [:], _ method: HTTPMethod = .get
    ) async throws -> Reply {
        try await surface.send(HTTPRequest(method, path, fields: fields))
    }

    @Test(arguments: [nil, 0, 1000])
    func `bytes and parts are the same with and without a cache`(cacheBytes: Int?) async throws {
        let (surface, path) = try await delivered(cacheBytes)

        for _ in 0..<3 {
            #expect(try await get(surface, path).text == text)
            let part = try await get(surface, path, ["Range": "bytes=2-4"])
            #expect(part.status == 206 && part.text == "234")
            #expect(part.fields["Content-Range"] == "bytes 2-4/10")
        }
    }

    @Test func `what was delivered once needs the store no more`() async throws {
        let (surface, path) = try await delivered()
        _ = try await get(surface, path)
        while surface.gateway.cache?.counters.files == 0 { await Task.yield() }
        surface.memory.fail(.open, with: StorageError(.unavailable, "down"))

        #expect(try await get(surface, path).text == text)
        #expect(try await get(surface, path, ["Range": "bytes=-1"]).text == "9")
        #expect(surface.memory.failuresToCome == 1 && surface.gateway.cache?.counters.hits == 2)
    }

    @Test func `what the catalog knows is said without the store`() async throws {
        let (surface, path) = try await delivered()
        let tag = try await get(surface, path).fields["ETag"] ?? ""
        surface.memory.fail(.open, with: StorageError(.unavailable, "down"))
        surface.memory.fail(.stat, with: StorageError(.unavailable, "down"))

        let head = try await surface.transport.send(HTTPRequest(.head, path))

        #expect(head.status == 200 && head.body.length == 10 && head.fields["ETag"] == tag)
        #expect(try await get(surface, path, ["If-None-Match": tag]).status == 304)
        #expect(try await get(surface, path, ["Range": "bytes=10-"]).status == 416)
        #expect(surface.memory.failuresToCome == 2)
    }

    @Test(arguments: [
        (StorageError.Kind.notFound, 404, "RESOURCE_NOT_FOUND"), (.unavailable, 503, "SERVICE_UNAVAILABLE"),
        (.timedOut, 503, "SERVICE_UNAVAILABLE"),
    ])
    func `what the store refuses is told as it is`(kind: StorageError.Kind, status: Int, code: String)
        async throws
    {
        let (surface, path) = try await delivered()
        surface.memory.fail(.open, with: StorageError(kind, "no", retry: .after(.seconds(7))), times: 2)

        for fields: HTTPFields in [[:], ["Range": "bytes=0-1"]] {
            let reply = try await get(surface, path, fields)
            #expect(reply.status == status && reply.code == code)
            #expect(reply.fields["Retry-After"] == (status == 503 ? "7" : nil))
            #expect(reply.fields["Cache-Control"] == "no-store")
        }
    }

    private func linked(_ address: String?, redirects: Bool = true) async throws -> (Surface, String) {
        let surface = try await Surface(others: [LinkedAdapter(address: address)]) { settings in
            settings.defaultAdapter = "linked"
            if redirects { settings.redirectingAdapters = ["linked"] }
        }
        return (surface, try await surface.cdnPath(of: try await surface.asset("beach.jpg", text)))
    }

    @Test(arguments: [HTTPMethod.get, .head])
    func `clients may be led to the store's own address`(method: HTTPMethod) async throws {
        let (surface, path) = try await linked("https://vault.example/a%20b?c=d")

        let reply = try await get(surface, path, ["Range": "bytes=0-1"], method)

        #expect(reply.status == 302 && reply.bytes.isEmpty)
        #expect(reply.fields["Location"] == "https://vault.example/a%20b?c=d")
        #expect(reply.fields["Cache-Control"] == "no-store")
    }

    @Test(arguments: [nil, "", "ftp://vault.example/", "https://vault.example/\r\nX: y", "javascript:1"])
    func `without a usable address they get the bytes`(address: String?) async throws {
        let (surface, path) = try await linked(address)

        let reply = try await get(surface, path)

        #expect(reply.status == 200 && reply.text == text)
    }

    @Test func `without the wish to redirect they get the bytes too`() async throws {
        let (surface, path) = try await linked("https://vault.example/", redirects: false)

        #expect(try await get(surface, path).text == text)
    }

    @Test func `what a client has already is 304 and no redirect`() async throws {
        let (surface, path) = try await linked("https://vault.example/")
        let tag = "\"84d89877f0d4041efb6bf91a16f0248f2fd573e6af05c19f96bedb9f882f7882\""

        #expect(try await get(surface, path, ["If-None-Match": tag]).status == 304)
    }
}
