import Bytes
import Crypto
import Raster
import TestSupport
import Testing

@testable import Gateway

/// Bytes that are too many for the cache.
@Suite struct CheckedStreamTests {
    @Test func `the right ones come whole`() async throws {
        let stage = try await DeliveryStage()
        let asset = try stage.asset("a", 1000)

        let content = try await stage.gateway.open(asset, nil)

        #expect(content.length == 1000)
        #expect(try await content.stream.collect(upTo: 2000) == DeliveryStage.bytes("a", 1000))
    }

    @Test func `others end before their end`() async throws {
        let stage = try await DeliveryStage()
        let asset = try stage.asset("a", 1000, digest: try SHA256.digest([1]))
        let stream = try await stage.gateway.open(asset, nil).stream

        let error = await #expect(throws: StorageError.self) { _ = try await stream.collect(upTo: 2000) }

        #expect(error?.kind == .malformed)
    }
}
