import Gateway
import Raster
import TestSupport
import Testing

@Suite struct RefusalTests {
    private static let refusal = StorageError(
        .unavailable, "left alone", retry: .after(.seconds(42)), side: .gateway)

    @Test func `a store that is known to be down refuses an upload before its body`() async throws {
        let stage = try await Stage()
        stage.store.refuse(with: Self.refusal)
        let scope = try await stage.scope()

        let error = #expect(throws: StorageError.self) { try Upload(stage.gateway, scope) }

        #expect(error?.retry == .after(.seconds(42)))
        #expect(stage.spooled == [])
        #expect(try await stage.intents() == [])
    }

    @Test func `once it is back it takes uploads again`() async throws {
        let stage = try await Stage()
        stage.store.refuse(with: Self.refusal)
        await #expect(throws: StorageError.self) { try await stage.upload("1") }

        stage.store.refuse(with: nil)

        #expect(try await stage.upload("1").count == 1)
    }

    @Test func `nothing is purged from a store that is known to be down`() async throws {
        let stage = try await Stage()
        let ids = try await stage.upload("1")
        try await stage.trash(ids)
        stage.clock.advance(by: .days(100))
        stage.store.refuse(with: Self.refusal)

        #expect(try await stage.gateway.purgeDue() == 0)
        #expect(try await stage.trashed() == ids && stage.stored == ids)

        stage.store.refuse(with: nil)
        #expect(try await stage.gateway.purgeDue() == 1)
    }

    @Test(arguments: [
        StorageError.Kind.denied, .invalid, .unauthenticated, .preconditionFailed, .alreadyExists,
    ])
    func `what a store refuses without any effect is its failure, unless the client is to blame`(
        _ kind: StorageError.Kind
    ) {
        for side in [StorageError.Side.target, .source, .gateway] {
            #expect(RasterError(StorageError(kind, "", side: side)).code == .serviceUnavailable)
        }
        for error in [
            StorageError(kind, "", side: .client),
            StorageError(kind, "", effect: .unknown),
        ] {
            #expect(RasterError(error).code == .internalServerError)
        }
    }

    @Test(arguments: [StorageError.Kind.rateLimited, .unavailable, .timedOut])
    func `clients are told when to come back`(_ kind: StorageError.Kind) {
        let error = RasterError(StorageError(kind, "", retry: .after(.seconds(42)), side: .gateway))

        #expect(error.code == .serviceUnavailable)
        #expect(error.retryAfter == .seconds(42))
    }
}
