import Bytes
import FakeKit
import HTTPCore
import MediaPocketAdapter
import MediaPocketFake
import Raster
import TestSupport
import Testing

/// An account that is not quite like ours.
@Suite struct StrangeAccountTests {
    private let bytes = Array(UInt8(0)..<200)

    @Test func `of several files the original is opened, wherever it stands and whatever its address`()
        async throws
    {
        let account = try FakeAccount(bytes: bytes) {
            $0.listsPreviewsFirst = true
            $0.givesRelativeURLs = true
        }
        defer { account.fake.close() }
        let id = try await account.fetched()
        #expect(try await account.adapter.open(id, nil).stream.collect(upTo: 500) == bytes)
        #expect(try await account.adapter.stat(id).size == 200)
    }

    @Test func `an asset without a checksum yet has its bytes, and no size`() async throws {
        let account = try FakeAccount(bytes: bytes) { $0.md5Delay = .seconds(60) }
        defer { account.fake.close() }
        let id = try await account.fetched()
        let expected = try ExpectedBytes(of: bytes)
        #expect(try await account.adapter.arrival(of: expected, at: id) == .pending)
        #expect(try await account.adapter.stat(id).size == nil)
        #expect(try await account.adapter.open(id, nil).stream.collect(upTo: 500) == bytes)

        account.fake.aheadMilliseconds += 60_000
        #expect(try await account.adapter.arrival(of: expected, at: id) == .whole)
        #expect(try await account.adapter.stat(id).size == 200)
    }

    @Test func `a fetch that breaks off at first arrives`() async throws {
        let account = try FakeAccount(bytes: bytes)
        defer { account.fake.close() }
        account.fake.plan.add(PlannedFault("fetch", .resetAfterBytes(50)))
        let id = try await account.fetched()
        #expect(try await account.adapter.arrival(of: ExpectedBytes(of: bytes), at: id) == .whole)
        #expect(account.fake.plan.unconsumed.isEmpty)
    }

    @Test func `a checksum without a file is nothing yet`() async throws {
        let account = try FakeAccount(bytes: bytes)
        defer { account.fake.close() }
        let id = try await account.fetched()
        let expected = try ExpectedBytes(of: bytes)
        #expect(try await account.adapter.arrival(of: expected, at: id) == .whole)
        try await account.adapter.discardBytes(of: id)
        #expect(try await account.adapter.stat(id).md5 == expected.md5)
        #expect(try await account.adapter.arrival(of: expected, at: id) == .none)
    }
}
