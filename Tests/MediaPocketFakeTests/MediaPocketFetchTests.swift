import Bytes
import FakeKit
import HTTPCore
import MediaPocketFake
import TestSupport
import Testing

@Suite struct MediaPocketFetchTests {
    private static let order = #"{"file_url": "http://files.example:81/a%20b?c=d#e", "filename": "b.txt"}"#

    @Test func `a file is fetched from its address, and the asset is known by it`() async throws {
        let origin = Origin("hello")
        let account = try Account(files: origin)
        let id = try await account.asset()

        _ = try await account.send(.post, "assets/\(id)/media", Self.order)
        let asset = try await account.get(id)

        #expect(origin.asked.all == ["GET files.example:81/a%20b?c=d"])
        #expect(try asset.string("md5_sum") == "5d41402abc4b2a76b9719d911017c592")
        #expect(try asset.string("original_filename") == "b.txt")
        #expect(try asset.string("media_type") == "document")
        #expect(try await account.fake.bytes(of: id)?.collect(upTo: 10) == Array("hello".utf8))
        #expect(account.fake.placeholders.isEmpty)
    }

    @Test func `a file comes when its time has come, and not before`() async throws {
        let account = try Account(files: Origin("hello")) { $0.fetchDelay = .seconds(30) }
        let id = try await account.asset()
        _ = try await account.send(.post, "assets/\(id)/media", Self.order)

        account.pass(.milliseconds(29_999))
        let early = try await account.send(.get, "assets/\(id)/media").object().array("media").count
        account.pass(.milliseconds(1))
        let late = try await account.send(.get, "assets/\(id)/media").object().array("media").count

        #expect((early, late) == (0, 1))
        #expect(account.fake.fetches.map(\.state) == [.arrived])
    }

    @Test func `where requests do not fetch, work does`() async throws {
        let account = try Account(files: Origin("hello")) { $0.fetchesOnRequests = false }
        let id = try await account.asset()
        _ = try await account.send(.post, "assets/\(id)/media", Self.order)

        #expect(try await account.get(id)["md5_sum"] == .null)
        await account.fake.work()
        #expect(try await account.get(id)["md5_sum"] != .null)
    }

    @Test func `a fake that is served fetches by itself, and ends with its task`() async throws {
        let account = try Account(files: Origin("hello")) {
            $0.fetchesOnRequests = false
            $0.time.wait = { _ in withUnsafeCurrentTask { $0?.cancel() } }
        }
        let id = try await account.asset()
        _ = try await account.send(.post, "assets/\(id)/media", Self.order)

        await Task { await account.fake.run() }.value

        #expect(account.fake.fetches.map(\.state) == [.arrived])
    }

    @Test func `a file that is not there is not tried again, and nobody is told`() async throws {
        let origin = Origin()
        let account = try Account(files: origin)
        let id = try await account.asset()

        #expect(try await account.send(.post, "assets/\(id)/media", Self.order).status == 200)
        for _ in 0..<3 { #expect(try await account.get(id)["md5_sum"] == .null) }

        #expect(origin.asked.all.count == 1)
        #expect(account.fake.fetches.map(\.state) == [.failed])
        #expect(account.fake.fetches.map(\.reason) == ["404"])
        #expect(account.fake.placeholders.map(\.id) == [id])
    }

    @Test func `a file that breaks off leaves nothing`() async throws {
        try await withTemporaryFolder { folder in
            let short = Origin {
                let text = ByteStream("hello".utf8)
                return HTTPResponse(.ok, body: .stream(ByteStream(length: 9) { try await text.next() }))
            }
            let account = try Account(folder: folder, files: short)
            let id = try await account.asset()
            _ = try await account.send(.post, "assets/\(id)/media", Self.order)
            await account.fake.work()

            #expect(account.fake.fetches.map(\.reason) == ["5 bytes instead of 9"])
            #expect(tree(of: folder) == ["ledger.jsonl"])
        }
    }

    @Test(arguments: ["ftp://a/b", "http://", "http:///x", "//a/b", "http://a b/c", "http://u:p@a/", "a"])
    func `what is no address of the web is refused`(_ url: String) async throws {
        let account = try Account()
        let id = try await account.asset()

        let body = #"{"file_url": "\#(url)", "filename": "b"}"#
        #expect(
            try await account.complaint(.post, "assets/\(id)/media", body) == "400 not a valid HTTP URL")
        #expect(account.fake.fetches.isEmpty)
    }

    @Test func `a fetch that breaks off is begun anew, twice`() async throws {
        for (times, state, requests) in [(2, PocketFetch.State.arrived, 3), (3, .failed, 3)] {
            let origin = Origin("hello")
            let account = try Account(
                PlannedFault("fetch", .resetAfterBytes(3), times: times), files: origin)
            let id = try await account.asset()
            _ = try await account.send(.post, "assets/\(id)/media", Self.order)
            await account.fake.work()

            #expect(account.fake.fetches.map(\.state) == [state])
            #expect(origin.asked.all.count == requests)
            #expect(
                account.fake.ledger.effects.count { $0.place.hasSuffix("/media") } == (times == 2 ? 1 : 0))
        }
    }

    @Test func `a checksum may come later than its file`() async throws {
        let account = try Account(files: Origin("hello")) { $0.md5Delay = .seconds(30) }
        let id = try await account.asset()
        _ = try await account.send(.post, "assets/\(id)/media", Self.order)
        let sums = {
            let medium = try await account.send(.get, "assets/\(id)/media").object().array("media")[0]
                .asObject()
            return [try await account.get(id)["md5_sum"], medium["md5_sum"]]
        }

        #expect(try await sums() == [.null, .null])
        account.pass(.seconds(30))
        #expect(try await sums() == Array(repeating: .string("5d41402abc4b2a76b9719d911017c592"), count: 2))
    }

    @Test func `an empty file is a file`() async throws {
        let account = try Account(files: Origin(""))
        let id = try await account.asset()
        _ = try await account.send(.post, "assets/\(id)/media", Self.order)

        #expect(try await account.get(id).string("md5_sum") == "d41d8cd98f00b204e9800998ecf8427e")
    }

    @Test func `many files are all there when the work is done`() async throws {
        let account = try Account(files: Origin("hello"))
        let id = try await account.asset()
        let orders = try Account(files: Origin("hello")) { $0.fetchesOnRequests = false }
        let other = try await orders.asset()
        for _ in 0..<9 {
            _ = try await account.send(.post, "assets/\(id)/media", Self.order)
            _ = try await orders.send(.post, "assets/\(other)/media", Self.order)
        }
        await orders.fake.work()

        #expect(orders.fake.assets.first?.media.map(\.id).sorted() == Array(1...9))
        // The last order of all is not yet due to anyone.
        #expect(account.fake.assets.first?.media.count == 8)
    }

    @Test func `a fetch that was called off is neither done nor failed, and comes after a restart`()
        async throws
    {
        try await withTemporaryFolder { folder in
            let account = try Account(folder: folder) { $0.transport = { _ in CalledOff() } }
            let id = try await account.asset()
            _ = try await account.send(.post, "assets/\(id)/media", Self.order)
            await account.fake.work()
            #expect(account.fake.fetches.map(\.state) == [.waiting])

            let again = try Account(folder: folder, files: Origin("hello"))

            #expect(try await again.get(id)["md5_sum"] != .null)
        }
    }

    @Test func `media go together, and the asset keeps what it was known by until others come`() async throws
    {
        let account = try Account(files: Origin("hello"))
        let id = try await account.asset()
        for _ in 0..<2 { _ = try await account.send(.post, "assets/\(id)/media", Self.order) }
        await account.fake.work()
        #expect(account.fake.assets.first?.media.count == 2)

        let asset = try await account.send(.delete, "assets/\(id)/media").object().object("asset")

        #expect(try asset.string("media_type") == "document")
        #expect(try asset.string("original_filename") == "b.txt")
        #expect(try asset.string("md5_sum") == "5d41402abc4b2a76b9719d911017c592")
        #expect(account.fake.placeholders.map(\.id) == [id])
        #expect(account.fake.bytes(of: id) == nil)

        _ = try account.fake.add(account.fake.assets[0], [7], filename: "c.png")
        #expect(try await account.get(id).string("original_filename") == "c.png")
    }

    @Test func `an article that had a file is no placeholder without it`() async throws {
        let account = try Account(files: Origin("hello"))
        let id = try await account.asset(#"{"title": "a", "media_type": "article"}"#)
        _ = try await account.send(.post, "assets/\(id)/media", Self.order)
        _ = try await account.send(.delete, "assets/\(id)/media")

        #expect(account.fake.assets.map(\.media.count) == [0])
        #expect(account.fake.placeholders.isEmpty)
    }

    @Test func `what was deleted meanwhile gets no file`() async throws {
        let origin = Origin("hello")
        let account = try Account(files: origin) { $0.fetchesOnRequests = false }
        let id = try await account.asset()
        _ = try await account.send(.post, "assets/\(id)/media", Self.order)
        _ = try await account.send(.delete, "assets/\(id)")
        await account.fake.work()

        #expect(account.fake.fetches.map(\.reason) == ["the asset is gone"])
        #expect(origin.asked.all.isEmpty)
    }

    @Test(
        arguments: [
            (.truncatedBody(2), [.arrived], "he"), (.corruptBody, [.arrived], "\u{97}ello"),
            (.truncatedBody(), [.arrived], "he"), (.status(503), [.failed], nil),
            (.stall(), [.waiting], nil), (.resetAfterBytes(3), [.arrived], "hello"),
        ] as [(Fault, [PocketFetch.State], String?)])
    func `a fetch can go wrong as planned`(
        _ fault: Fault, _ states: [PocketFetch.State], _ text: String?
    ) async throws {
        let account = try Account(PlannedFault("fetch", fault), files: Origin("hello"))
        let id = try await account.asset()
        _ = try await account.send(.post, "assets/\(id)/media", Self.order)
        for _ in 0..<2 { await account.fake.work() }

        #expect(account.fake.fetches.map(\.state) == states)
        let bytes = try await account.fake.bytes(of: id)?.collect(upTo: 10)
        #expect(bytes == text.map { $0.unicodeScalars.map { UInt8($0.value) } })
        #expect(account.fake.plan.unconsumed.isEmpty)
    }
}

/// Ends every request as an engine does that is stopped.
private struct CalledOff: HTTPTransport {
    func send(_ request: HTTPRequest) async throws(HTTPTransportError) -> HTTPResponse { throw .cancelled }
}
