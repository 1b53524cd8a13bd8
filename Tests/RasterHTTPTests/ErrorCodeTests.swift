import AdapterKit
import Gateway
import HTTPCore
import Raster
import RasterCatalog
import TestSupport
import Testing

@testable import RasterHTTP

@Suite struct ErrorCodeTests {
    static let statuses: [RasterError.Code: Int] = [
        .unauthenticated: 401, .invalidAPIKey: 401, .apiVersionRequired: 400, .libraryNotAuthorized: 404,
        .readOnlyKey: 403, .organizationNotFound: 404, .resourceNotFound: 404, .endpointNotFound: 404,
        .methodNotAllowed: 405, .badUserInput: 400, .maxAssetsExceeded: 400, .payloadTooLarge: 413,
        .noFiles: 400,
        .deleteError: 400, .libraryLimitExceeded: 400, .ephemeralLibraryLimitExceeded: 400,
        .ephemeralStorageLimitExceeded: 403, .storageLimitExceeded: 403, .libraryLocked: 403,
        .proPlanCanceled: 403, .libraryURLTaken: 409, .idempotencyKeyReused: 422, .idempotencyKeyInUse: 409,
        .forbidden: 403, .rateLimited: 429, .notSupported: 501, .serviceUnavailable: 503,
        .insufficientStorage: 507, .internalServerError: 500,
    ]

    @Test(arguments: RasterError.Code.allCases)
    func `every code has its status and one form`(code: RasterError.Code) throws {
        let response = RasterError(code, "Say \"why\".").response

        #expect(response.status.code == Self.statuses[code])
        guard case .bytes(let bytes) = response.body else { return #expect(Bool(false)) }
        #expect(bytes == Array(#"{"error":{"code":"\#(code.rawValue)","message":"Say \"why\"."}}"#.utf8))
        #expect(
            (response.fields["Retry-After"] != nil) == (code == .rateLimited || code == .serviceUnavailable))
    }

    @Test(arguments: [
        (StorageError.Kind.unavailable, 503), (.timedOut, 503), (.rateLimited, 503),
        (.insufficientStorage, 507),
        (.unauthenticated, 503), (.denied, 503), (.malformed, 500), (.internal, 500), (.tooLarge, 413),
        (.unsupported, 501), (.invalid, 503), (.alreadyExists, 503), (.preconditionFailed, 503),
    ])
    func `a failure of the store has its status and never its words`(kind: StorageError.Kind, status: Int)
        async throws
    {
        let surface = try await Surface(.memory)
        surface.memory.fail(.create, with: StorageError(kind, "SQL canary <html>"))

        let reply = try await surface.upload([.file("a.txt")])

        #expect(reply.status == status)
        #expect(!reply.text.contains("canary"))
        #expect((reply.fields["Retry-After"] != nil) == (status == 503))
        #expect(try await surface.listed() == [] && surface.memory.contents.isEmpty)
    }

    @Test(arguments: [StorageError.Effect.unknown, .done])
    func `a failure that left something behind is 500 and compensated`(effect: StorageError.Effect)
        async throws
    {
        let surface = try await Surface(.memory)
        surface.memory.fail(.create, with: StorageError(.timedOut, "no answer", effect: effect))

        let reply = try await surface.upload([.file("a.txt"), .file("b.txt")])

        #expect(reply.status == 500)
        #expect(reply.code == "INTERNAL_SERVER_ERROR")
        #expect(surface.memory.contents.isEmpty)
    }

    @Test func `Retry-After passes on what the store asks for`() async throws {
        let surface = try await Surface(.memory)
        surface.memory.fail(
            .create, with: StorageError(.rateLimited, "slow", retry: .after(.milliseconds(6200))))

        #expect(try await surface.upload([.file("a.txt")]).fields["Retry-After"] == "7")
    }

    @Test func `a full disk is 507 and leaves nothing`() async throws {
        let surface = try await Surface(settings: { $0.uploads.minimumFreeBytes = .max })

        let reply = try await surface.upload([.file("a.txt")])

        #expect(reply.status == 507)
        #expect(reply.code == "INSUFFICIENT_STORAGE")
        #expect(storedFiles(surface).isEmpty)
    }

    @Test func `a library whose store is not configured is 503`() async throws {
        let surface = try await Surface()
        try await surface.catalog.write { writer in
            _ = try await writer.insert(
                NewLibrary(
                    organization: "acme", id: "lost", name: "lost", adapter: "gone", created: .sample()))
        }

        let reply = try await surface.upload([.file("a")], to: Surface.organization + "/libraries/lost")

        #expect(reply.status == 503)
        #expect(try await surface.listed(in: Surface.organization + "/libraries/lost") == [])
    }
}

@Suite struct AddressRangeTests {
    @Test(arguments: [
        ("10.0.0.0/8", "10.255.0.1", true), ("10.0.0.0/8", "11.0.0.1", false), ("::1", "::1", true),
        ("192.0.2.1", "192.0.2.2", false), ("fd00::/8", "fdff::1", true), ("0.0.0.0/0", "8.8.8.8", true),
        ("10.0.0.0/8", "::ffff:10.0.0.1", true), ("10.0.0.0/9", "10.128.0.0", false),
        ("::/0", "1.2.3.4", false),
    ])
    func `an address lies in a range by its leading bits`(range: String, address: String, isInside: Bool)
        throws
    {
        #expect(try #require(AddressRange(range)).contains(address) == isInside)
    }

    @Test(arguments: [
        "", "10.0.0.0/33", "10.0.0/8", "::1/129", "x", "10.0.0.0/-1", "10.0.0.0/8/8", "10.0.0.0/",
    ])
    func `what is no range is none`(text: String) {
        #expect(AddressRange(text) == nil)
    }
}
