import AdapterKit
import Bytes
import Raster
import TestSupport
import Testing

@testable import Gateway

/// Bytes that come by no cache.
@Suite struct CheckedStreamTests {
    private func opened(_ bytes: String) async throws -> Content {
        let stage = try await RelocationStage()
        let id = try await stage.upload(to: "near")
        let asset = try #require(try await stage.asset(id))
        stage.near.replaceBytes(of: asset.home.id, by: Array(bytes.utf8))
        return try await stage.gateway.open(asset, nil)
    }

    @Test func `the right ones come whole`() async throws {
        let content = try await opened("hello")

        #expect(content.length == 5)
        #expect(try await content.stream.collect(upTo: 99) == Array("hello".utf8))
    }

    @Test func `others end before their end`() async throws {
        let stream = try await opened("hellO").stream

        let error = await #expect(throws: StorageError.self) { _ = try await stream.collect(upTo: 99) }

        #expect(error?.kind == .malformed)
    }
}
