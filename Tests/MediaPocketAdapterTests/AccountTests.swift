import Bytes
import FakeKit
import HTTPCore
import MediaPocketAdapter
import MediaPocketFake
import Raster
import TestSupport
import Testing

/// What the adapter and the account do together: neither knows the other's code.
@Suite struct AccountTests {
    private let bytes = Array(UInt8(0)..<200)

    @Test func `a file gets there, is whole, and comes back in whole and in part`() async throws {
        let account = try FakeAccount(bytes: bytes)
        defer { account.fake.close() }
        let adapter = account.adapter
        let id = try await account.announced()
        #expect(try await adapter.arrival(of: ExpectedBytes(of: bytes), at: id) == .none)

        try await adapter.fetch(.sample(), for: id, from: FakeAccount.address)

        #expect(try await adapter.arrival(of: ExpectedBytes(of: bytes), at: id) == .whole)
        #expect(try await adapter.open(id, nil).stream.collect(upTo: 500) == bytes)
        let range = ByteRange(offset: 150, length: 50)
        #expect(try await adapter.open(id, range).stream.collect(upTo: 500) == Array(bytes[150...]))
        let asset = try await adapter.stat(id)
        #expect(asset.size == 200 && asset.filename == "harbour.jpg" && asset.asset == "abcdefghij0123")
        #expect(asset.md5 == (try ExpectedBytes(of: bytes)).md5)
    }

    @Test func `other bytes are told from the right ones, and can be fetched anew`() async throws {
        let account = try FakeAccount(bytes: bytes)
        defer { account.fake.close() }
        account.fake.plan.add(PlannedFault("fetch", .truncatedBody(100)))
        let id = try await account.fetched()
        let expected = try ExpectedBytes(of: bytes)
        guard case .different = try await account.adapter.arrival(of: expected, at: id) else {
            Issue.record("half of a file passes for the whole")
            return
        }

        try await account.adapter.discardBytes(of: id)
        try await account.adapter.discardBytes(of: id)
        #expect(try await account.adapter.arrival(of: expected, at: id) == .none)
        try await account.adapter.fetch(.sample(), for: id, from: FakeAccount.address)
        #expect(try await account.adapter.arrival(of: expected, at: id) == .whole)
    }

    @Test func `what an account takes and hands out no address of is unseen`() async throws {
        let account = try FakeAccount(bytes: bytes) { $0.givesDownloadURLs = false }
        defer { account.fake.close() }
        let id = try await account.fetched()
        #expect(try await account.adapter.arrival(of: ExpectedBytes(of: bytes), at: id) == .unseen)
        let error = await failure { () async throws(StorageError) in
            _ = try await account.adapter.open(id, nil)
        }
        #expect(error?.kind == .unavailable)
    }

    @Test func `a label is given away once, and the next one is free`() async throws {
        let account = try FakeAccount()
        defer { account.fake.close() }
        let label = BackendLabel("abcdefghij0123")
        account.fake.plan.add(PlannedFault("create", .effectThenReset))
        var errors: [StorageError?] = []
        for _ in 0..<2 {
            errors.append(
                await failure { () async throws(StorageError) in
                    _ = try await account.adapter.announce(.sample(), as: label)
                })
        }
        #expect(errors.map { $0?.effect } == [.unknown, StorageError.Effect.none])
        #expect(errors.last??.kind == .alreadyExists)

        let asset = try await account.adapter.announce(.sample(), as: label.next)
        #expect(asset.asset == "abcdefghij0123" && account.fake.assets.count == 2)
    }

    @Test func `projects are made once, and assets moved between and out of them`() async throws {
        let account = try FakeAccount()
        defer { account.fake.close() }
        let adapter = account.adapter
        let draft = PlaceDraft(organization: "acme", library: "photos", title: "Photos")
        let first = try await adapter.place(for: draft, as: draft.label)
        let taken = await failure { () async throws(StorageError) in
            _ = try await adapter.place(for: draft, as: draft.label)
        }
        #expect(taken?.kind == .alreadyExists)
        let second = try await adapter.place(for: draft, as: draft.label.next)

        let id = try await account.announced()
        for place in [first, first, second, "", ""] {
            try await adapter.move(id, to: place)
            #expect(try await adapter.stat(id).place == (place.rawValue.isEmpty ? nil : place))
        }
        let gone = await failure { () async throws(StorageError) in try await adapter.move(id, to: "nowhere")
        }
        #expect(gone?.kind == .preconditionFailed)
    }

    @Test func `what is discarded is there until it is restored or deleted`() async throws {
        let account = try FakeAccount()
        defer { account.fake.close() }
        let adapter = account.adapter
        let id = try await account.announced()
        for _ in 0..<2 { try await adapter.discard(id) }
        #expect(account.fake.assets.map { $0.deleted != nil } == [true])
        #expect(try await adapter.stat(id).id == id)

        try await adapter.restore(id)
        let again = await failure { () async throws(StorageError) in try await adapter.restore(id) }
        #expect(again?.kind == .preconditionFailed)
        try await adapter.discard(id)
        try await adapter.delete(id)
        let gone = await failure { () async throws(StorageError) in try await adapter.delete(id) }
        #expect(gone?.kind == .notFound && account.fake.assets.isEmpty)
    }

    @Test func `comments are written, changed and removed by their author alone`() async throws {
        let visitor = PocketUser(id: 2, email: "visitor@example.com", key: "visitor-key")
        let account = try FakeAccount { $0.users.append(visitor) }
        defer { account.fake.close() }
        let adapter = account.adapter
        let id = try await account.announced()
        let comment = try await adapter.add("first\n\"été\"", to: id)
        #expect(try await adapter.edit(comment.id, on: id, "second").text == "second")
        #expect(try await adapter.comments(on: id).map(\.text) == ["second"])

        var owner = MediaPocketFake.Options().users[0]
        owner.id = 3
        account.fake.put(PocketUser(id: 1, email: "gone@example.com", key: "other-key"))
        account.fake.put(owner)
        let foreign = await failure { () async throws(StorageError) in
            try await adapter.remove(comment.id, on: id)
        }
        #expect(foreign?.kind == .denied && account.fake.comments(of: id.rawValue).count == 1)
    }

    @Test func `a history is read to its end, page by page`() async throws {
        let account = try FakeAccount()
        defer { account.fake.close() }
        let id = try await account.announced()
        for text in ["a", "b", "c", "d"] { _ = try await account.adapter.add(text, to: id) }
        var (ids, token, pages): ([String], PageToken?, Int) = ([], nil, 0)
        repeat {
            let page = try await account.adapter.events(of: id, after: token)
            ids += page.events.map(\.id)
            (token, pages) = (page.next, pages + 1)
        } while token != nil && pages < 9
        #expect(ids.count == 5 && Set(ids).count == 5 && pages == 3)
    }

    @Test func `a history whose cursor leads to itself ends`() async throws {
        let account = try FakeAccount()
        defer { account.fake.close() }
        let id = try await account.announced()
        for text in ["a", "b", "c", "d"] { _ = try await account.adapter.add(text, to: id) }
        account.fake.plan.add(PlannedFault("history", .page(.loopingCursor)))
        let first = try await account.adapter.events(of: id, after: nil)
        var token = try #require(first.next)
        var pages = 1
        while let next = try await account.adapter.events(of: id, after: token).next, pages < 9 {
            (token, pages) = (next, pages + 1)
        }
        #expect(pages < 9)
    }

    @Test func `actions are started and watched where the account may`() async throws {
        let account = try FakeAccount()
        defer { account.fake.close() }
        let id = try await account.announced()
        let action = try #require(try await account.adapter.actions(for: id).first)
        let run = try await account.adapter.start(action.id, on: id)
        #expect(run.status == "running" && run.action == action)
        #expect(try await account.adapter.runs(of: id).map(\.id) == [run.id])

        account.fake.put(
            PocketUser(
                id: 1, email: "fake@example.com", key: MediaPocketFake.Options().users[0].key,
                permissions: []))
        for call in [PocketCall.actions, .start, .runs] {
            let denied = await failure { () async throws(StorageError) in
                try await call.run(on: account.adapter, at: id)
            }
            #expect(denied?.kind == .denied)
        }
    }
}
