import Bytes
import FakeKit
import HTTPCore
import ImgbtAdapter
import Raster
import TestSupport
import Testing

/// What an adapter does so that a documented request is sent.
enum GoldenCall {
    case upload, list, stat, update, delete
    case open(ByteRange?)
}

/// What comes of it.
enum GoldenOutcome: Equatable {
    case done
    case fails(StorageError.Kind)
}

@Suite struct GoldenTests {
    private static let calls: [String: (call: GoldenCall, outcome: GoldenOutcome)] = [
        "asset-upload": (.upload, .done),
        "asset-upload-all-fields": (.upload, .done),
        "asset-upload-conflict": (.upload, .fails(.alreadyExists)),
        "asset-upload-bad-component": (.upload, .fails(.invalid)),
        "asset-upload-bad-component-hyphen": (.upload, .fails(.invalid)),
        "asset-upload-bad-metadata": (.upload, .fails(.invalid)),
        "asset-upload-bad-tags": (.upload, .fails(.invalid)),
        "asset-upload-bad-missing-channel": (.upload, .fails(.invalid)),
        "asset-upload-bad-missing-file": (.upload, .fails(.invalid)),
        "asset-upload-read-key": (.upload, .fails(.denied)),
        "asset-upload-too-large": (.upload, .fails(.tooLarge)),
        "asset-list": (.list, .done),
        "asset-list-empty": (.list, .done),
        "asset-list-last-page": (.list, .done),
        "asset-list-bad-cursor": (.list, .fails(.invalid)),
        "asset-list-bad-limit-large": (.list, .fails(.invalid)),
        "asset-list-bad-limit-word": (.list, .fails(.invalid)),
        "asset-list-bad-limit-zero": (.list, .fails(.invalid)),
        "no-key": (.list, .fails(.unauthenticated)),
        "unknown-key": (.list, .fails(.unauthenticated)),
        "unknown-vault": (.list, .fails(.invalid)),
        "asset-get": (.stat, .done),
        "asset-get-read-key": (.stat, .done),
        "asset-get-unknown": (.stat, .fails(.notFound)),
        "path-of-curl-examples": (.stat, .done),
        "rate-limited": (.stat, .fails(.rateLimited)),
        "internal-error": (.stat, .fails(.unavailable)),
        "asset-update": (.update, .done),
        "asset-update-merged": (.update, .done),
        "asset-update-tags": (.update, .done),
        "asset-update-nothing": (.update, .fails(.invalid)),
        "asset-update-unknown": (.update, .fails(.notFound)),
        "asset-delete": (.delete, .done),
        "asset-delete-unknown": (.delete, .fails(.notFound)),
        "deliver": (.open(nil), .done),
        "deliver-range": (.open(ByteRange(offset: 100, length: 200)), .done),
        "deliver-revoked": (.open(nil), .fails(.denied)),
        "deliver-unknown": (.open(nil), .fails(.unavailable)),
        "sdk-asset-get": (.stat, .done),
        "sdk-asset-get-unknown": (.stat, .fails(.notFound)),
        "sdk-asset-list": (.list, .done),
        "sdk-asset-update": (.update, .done),
    ]

    /// What the adapter never asks for: keys and addresses are the operator's, images stay as they are.
    private static let unspoken: Set<String> = [
        "deliver-bad-transform", "key-create", "key-delete", "key-list", "url-revoke", "url-sign",
    ]

    @Test func `every documented exchange is either spoken or known not to be`() throws {
        let names = try GoldenExchange.imgbt().map(\.description)
        #expect(Set(names) == Set(Self.calls.keys).union(Self.unspoken))
        #expect(Self.unspoken.isDisjoint(with: Self.calls.keys))
    }

    @Test(arguments: try GoldenExchange.imgbt().filter { calls[$0.description] != nil })
    func `a documented answer is understood, and the documented request was sent`(_ exchange: GoldenExchange)
        async throws
    {
        let (call, outcome) = try #require(Self.calls[exchange.description])
        let replay = try GoldenReplay(exchange)

        let error = await failure { () async throws(StorageError) in try await replay.run(call) }

        #expect(error.map { .fails($0.kind) } ?? .done == outcome)
        if outcome != .done { #expect(error?.effect == StorageError.Effect.none) }
        #expect(replay.missing(in: call) == [])
    }

    @Test func `a documented record becomes the asset that it describes`() async throws {
        for name in ["asset-get", "sdk-asset-get", "path-of-curl-examples"] {
            let replay = try GoldenReplay(try .imgbt(name))
            let asset = try await replay.adapter.stat("asset_01j9golden0000000000000002")
            #expect(asset.place == "marketing/blog/hero-images" && asset.filename == "quay.png")
            #expect(asset.size == 1024 && asset.contentType == "image/png" && asset.tags == ["quay", "blog"])
            #expect(asset.created == Timestamp(milliseconds: 1_768_473_060_000))
        }
    }

    @Test func `a documented page becomes assets and a bookmark`() async throws {
        let first = try await GoldenReplay(try .imgbt("asset-list")).adapter.list(in: nil, after: nil)
        #expect(first.assets.map(\.size) == [512] && first.next != nil)
        let last = try await GoldenReplay(try .imgbt("sdk-asset-list")).adapter.list(in: nil, after: nil)
        #expect(last.assets.map(\.size) == [1024, 245_760] && last.next == nil)
    }
}
