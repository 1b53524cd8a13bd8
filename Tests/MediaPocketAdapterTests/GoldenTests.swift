import Bytes
import HTTPCore
import MediaPocketAdapter
import Raster
import TestSupport
import Testing

@Suite struct GoldenTests {
    /// What is called for the exchange, and the kind of what it fails with, if it does.
    private typealias Row = (call: GoldenCall, failure: StorageError.Kind?)

    private static let calls = assets.merging(media) { $1 }.merging(places) { $1 }.merging(threads) { $1 }

    private static let assets: [String: Row] = [
        "asset-create-labelled": (.announce, nil),
        "asset-create-long-title": (.announce, .invalid),
        "asset-create-missing-title": (.announce, .invalid),
        "asset-create-taken": (.announce, .alreadyExists),
        "asset-delete": (.delete, nil),
        "asset-delete-unknown": (.delete, .notFound),
        "asset-get": (.stat, nil),
        "asset-get-assigned": (.stat, nil),
        "asset-get-photo": (.stat, nil),
        "asset-get-trashed": (.stat, nil),
        "asset-get-unknown": (.stat, .notFound),
        "asset-update-long-title": (.update, .invalid),
        "internal-error": (.stat, .unavailable),
        "no-key": (.stat, .unauthenticated),
        "unknown-key": (.stat, .unauthenticated),
        "trash": (.discard, nil),
        "trash-unknown": (.discard, .notFound),
        "restore": (.restore, nil),
        "restore-not-trashed": (.restore, .preconditionFailed),
        "restore-unknown": (.restore, .notFound),
    ]

    private static let media: [String: Row] = [
        "media-add-http": (.fetch, nil),
        "media-add-https": (.fetch, nil),
        "media-add-bad-url": (.fetch, .invalid),
        "media-add-missing-filename": (.fetch, .invalid),
        "media-add-unknown-asset": (.fetch, .notFound),
        "media-delete": (.discardBytes, nil),
        "media-delete-none": (.discardBytes, nil),
        "media-delete-unknown-asset": (.discardBytes, .notFound),
        "media-list": (.open, .unavailable),
        "media-list-empty": (.open, .notFound),
        "media-list-unknown-asset": (.open, .notFound),
        "download-url": (.open, nil),
        "download-url-none": (.open, .unavailable),
        "download-url-unknown": (.open, .notFound),
        "download-url-unknown-asset": (.open, .notFound),
        "file-metadata": (.metadata, nil),
        "file-metadata-unknown-asset": (.metadata, .notFound),
    ]

    private static let places: [String: Row] = [
        "project-create-labelled": (.place, nil),
        "project-create-long-title": (.place, .invalid),
        "project-create-missing-title": (.place, .invalid),
        "project-create-taken": (.place, .alreadyExists),
        "assign": (.move, nil),
        "assign-again": (.move, nil),
        "assign-missing": (.move, .invalid),
        "assign-self": (.move, .preconditionFailed),
        "assign-unknown-project": (.move, .preconditionFailed),
        "assign-unknown-asset": (.move, .notFound),
        "unassign": (.leave, nil),
        "unassign-none": (.leave, nil),
        "unassign-unknown-asset": (.leave, .notFound),
        "asset-collections": (.collections, nil),
        "asset-collections-unknown-asset": (.collections, .notFound),
    ]

    private static let threads: [String: Row] = [
        "comment-list": (.comments, nil),
        "comment-list-empty": (.comments, nil),
        "comment-list-unknown-asset": (.comments, .notFound),
        "comment-create": (.addComment, nil),
        "comment-create-missing": (.addComment, .invalid),
        "comment-create-unknown-asset": (.addComment, .notFound),
        "comment-get": (.lookAtComment, nil),
        "comment-get-unknown": (.lookAtComment, .unavailable),
        "comment-get-unknown-asset": (.lookAtComment, .unavailable),
        "comment-update": (.editComment, nil),
        "comment-update-foreign": (.editComment, .denied),
        "comment-update-unknown": (.editComment, .notFound),
        "comment-update-unknown-asset": (.editComment, .notFound),
        "comment-delete": (.removeComment, nil),
        "comment-delete-foreign": (.removeComment, .denied),
        "comment-delete-unknown": (.removeComment, .notFound),
        "comment-delete-unknown-asset": (.removeComment, .notFound),
        "history": (.events(nil), nil),
        "history-bad-cursor": (.events(PageToken("test")), .invalid),
        "history-unknown-asset": (.events(nil), .notFound),
        "action-list": (.actions, nil),
        "action-list-denied": (.actions, .denied),
        "action-list-unknown-asset": (.actions, .notFound),
        "action-start": (.start, nil),
        "action-start-denied": (.start, .denied),
        "action-start-unknown": (.start, .notFound),
        "run-list": (.runs, nil),
        "run-list-denied": (.runs, .denied),
        "run-list-unknown-asset": (.runs, .notFound),
    ]

    /// What the adapter never asks for: labels always are sent and never change, files have one place and a name,
    /// and what the gateway has no word for stays as people made it.
    private static let unspoken: Set<String> = [
        "asset-create", "asset-create-article", "asset-create-bad-media-type", "asset-update",
        "asset-update-unknown", "collection-create", "collection-create-long-title", "collection-hide",
        "collection-hide-again", "collection-hide-unknown", "collection-publish",
        "collection-publish-again", "collection-publish-unknown", "download-url-missing-filename",
        "media-list-empty-locations", "project-comment-create", "project-comment-list-unknown",
        "project-create", "project-get", "project-get-unknown", "subproject-create",
        "subproject-create-missing-title", "subproject-create-unknown",
    ]

    @Test func `every documented exchange is either spoken or known not to be`() throws {
        let names = try GoldenExchange.mediaPocket().map(\.description)
        #expect(Set(names) == Set(Self.calls.keys).union(Self.unspoken))
        #expect(Self.unspoken.isDisjoint(with: Self.calls.keys))
    }

    @Test(arguments: try GoldenExchange.mediaPocket().filter { calls[$0.description] != nil })
    func `a documented answer is understood, and the documented request was sent`(_ exchange: GoldenExchange)
        async throws
    {
        let row = try #require(Self.calls[exchange.description])
        let replay = try GoldenReplay(exchange)

        let error = await failure { () async throws(StorageError) in try await replay.run(row.call) }

        #expect(error?.kind == row.failure, "\(String(describing: error))")
        if exchange.status.code < 500, error?.kind != .unavailable {
            #expect(error.map { $0.effect == .none } ?? true)
        }
        #expect(replay.missing == [])
    }

    @Test func `a documented record becomes the asset that it describes`() async throws {
        let replay = try GoldenReplay(try .mediaPocket("asset-get-photo"))
        let asset = try await replay.adapter.stat("-golden0asset0000001")
        #expect(asset.name == "Harbour" && asset.description == "The harbour at night.")
        #expect(asset.tags == ["sea", "night"] && asset.filename == "harbour.jpg")
        #expect(asset.md5 == "9850e96d95e7a5290f2258a86ebfab72" && asset.place == nil && asset.asset == nil)
        #expect(asset.created == Timestamp(milliseconds: 1_768_473_000_792))
    }

    @Test func `a documented list of files says how large they are`() async throws {
        let photo = try GoldenExchange.mediaPocket("asset-get-photo")
        let media = try GoldenExchange.mediaPocket("media-list")
        let api = RoutedTransport { $0.target == photo.target ? photo.response : media.response }
        let asset = try await MediaPocketAdapter.sample(api: api).stat("-golden0asset0000001")
        #expect(asset.size == 245_760)
    }
}
