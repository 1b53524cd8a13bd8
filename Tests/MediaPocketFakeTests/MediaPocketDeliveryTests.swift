import Bytes
import FakeKit
import HTTPCore
import MediaPocketFake
import TestSupport
import Testing

@Suite struct MediaPocketDeliveryTests {
    /// An account with a file, and its address without the origin.
    private func file(
        _ change: (inout MediaPocketFake.Options) -> Void = { _ in }
    ) async throws -> (account: Account, url: String) {
        let account = try Account(change: change)
        let id = try account.fake.add(
            PocketAsset(title: "a", owner: 21, created: Account.begin), Array("0123456789".utf8),
            filename: "é.txt", contentType: "text/plain"
        ).id
        let answer = try await account.send(
            .get, "assets/\(id)/media/1/download_url?filename=%C3%A9%20x.txt"
        ).object()
        return (account, try answer.string("url"))
    }

    private func path(_ url: String) throws -> String {
        try #require(url.hasPrefix("http://127.0.0.1:9200/"))
        return String(url.dropFirst("http://127.0.0.1:9200".count))
    }

    @Test func `a file is delivered to anyone who has its address`() async throws {
        let (account, url) = try await file()

        let response = try await account.send(.get, try path(url), by: nil, type: nil)

        #expect(response.status == 200)
        #expect(response.fields["Content-Type"] == "text/plain")
        #expect(response.fields["Content-Disposition"]?.contains("%C3%A9%20x.txt") == true)
        #expect(try await response.collect() == Array("0123456789".utf8))
    }

    @Test func `HEAD has the length alone, and a range is honoured`() async throws {
        let (account, url) = try await file()

        let head = try await account.send(.head, try path(url), by: nil)
        let part = try await account.send(.get, try path(url), by: nil, fields: ["Range": "bytes=2-4"])

        #expect(head.body.length == 10)
        #expect(try await head.collect() == [])
        #expect(part.status == 206)
        #expect(part.fields["Content-Range"] == "bytes 2-4/10")
        #expect(try await part.collect() == Array("234".utf8))
    }

    @Test func `an address works until it is over`() async throws {
        let (account, url) = try await file { $0.downloadTime = .seconds(60) }

        account.pass(.seconds(59))
        #expect(try await account.send(.get, try path(url), by: nil).status == 200)
        account.pass(.seconds(1))
        #expect(try await account.send(.get, try path(url), by: nil).status == 403)
    }

    @Test func `an address that was changed does not work`() async throws {
        let (account, url) = try await file()
        let path = try path(url)

        for (old, new) in [("signature=", "signature=0"), ("/1/", "/2/"), ("x.txt", "y.txt"), ("?", "?x&")] {
            let changed = path.replacing(old, with: new)
            let status: HTTPStatus = old == "?" ? 200 : 403
            #expect(try await account.send(.get, changed, by: nil).status == status, "\(changed)")
        }
    }

    @Test func `an address may be a path`() async throws {
        let account = try Account { $0.givesRelativeURLs = true }
        let id = try account.fake.add(PocketAsset(title: "a", owner: 21, created: Account.begin), [7]).id
        let url = try await account.send(.get, "assets/\(id)/media/1/download_url?filename=a").object()
            .string("url")

        #expect(url.hasPrefix("/files/1/a?"))
        #expect(try await account.send(.get, url, by: nil).collect() == [7])
    }

    @Test func `a list may begin with previews, which are files of their own`() async throws {
        let account = try Account { $0.listsPreviewsFirst = true }
        let id = try account.fake.add(PocketAsset(title: "a", owner: 21, created: Account.begin), [7]).id
        let media = try await account.send(.get, "assets/\(id)/media").object().array("media")
        #expect(try media.map { try $0.asObject()["id"] } == [.string("preview-1"), .number(JSONNumber(1))])

        let path = "assets/\(id)/media/preview-1/download_url?filename=preview.png"
        let url = try self.path(try await account.send(.get, path).object().string("url"))
        let response = try await account.send(.get, url, by: nil)
        #expect(response.fields["Content-Type"] == "image/png")
        #expect(try await response.collect().count == (try media[0].asObject().int("size")))
        #expect(try await Account().send(.get, path).status == 404)
    }

    @Test func `the address of a deleted file leads to nothing`() async throws {
        let (account, url) = try await file()
        let id = try #require(account.fake.assets.first?.id)
        _ = try await account.send(.delete, "assets/\(id)/media")

        #expect(try await account.send(.get, try path(url), by: nil).status == 404)
    }

    @Test func `faults befall deliveries too`() async throws {
        let (account, url) = try await file()
        account.fake.plan.add(PlannedFault("download", .truncatedBody(4)))
        guard case .stream(let stream) = try await account.send(.get, try path(url), by: nil).body else {
            Issue.record("no stream")
            return
        }

        #expect(try await stream.next() == Array("0123".utf8))
        await #expect(throws: (any Error).self) { try await stream.next() }
    }
}
