import FakeKit
import HTTPCore

// The routes of assets.
extension ImgbtService {
    func upload(_ request: HTTPRequest, _ occasion: FakeOccasion) async throws -> HTTPResponse {
        let form = try await UploadForm(request, store, maximumFileBytes: options.maximumFileBytes)
        guard let (part, bytes) = form.file else { throw ImgbtProblem.invalid("file is required") }
        let filename = try form.filename()
        let asset = ImgbtAsset(
            id: identifier("asset"), place: try form.place(), filename: filename,
            mediaType: MediaType.resolve(filename: filename, declared: part.contentType, head: bytes.head),
            metadata: try form.metadata(), tags: try form.tags(), created: now)
        return answer(.created, try store.create(asset, bytes, occasion))
    }

    func list(_ request: HTTPRequest, _ occasion: FakeOccasion) throws -> HTTPResponse {
        guard let query = try? RequestTarget(request.target).query() else {
            throw ImgbtProblem.invalid("The query is malformed")
        }
        let limit = try limit(query)
        let keys = store.keys(
            partition: query.first("partition"), collection: query.first("collection"),
            channel: query.first("channel"))
        let cursor = try query.first("cursor").map { text in
            guard let cursor = ListCursor(text) else { throw ImgbtProblem.invalid("cursor is not valid") }
            return cursor
        }
        let page = FakePage(
            keys, from: cursor?.index(in: keys) ?? 0, limit: limit, loops: cursor?.loops ?? false,
            fault: occasion.page)
        return .json(.ok) { write(page, keys, &$0) }
    }

    private func limit(_ query: Query) throws -> Int {
        let (most, usual) = options.dialect == .sdk ? (100, 25) : (200, 50)
        guard let text = query.first("limit") else { return usual }
        guard let limit = Int(text), (1...most).contains(limit) else {
            throw ImgbtProblem.invalid("limit must be 1 to \(most)")
        }
        return limit
    }

    private func write(_ page: FakePage<AssetKey>, _ keys: [AssetKey], _ json: inout JSONWriter) {
        let cursor: ListCursor? =
            switch page.next {
            case .end: nil
            case .at(let index): ListCursor(to: index, in: keys)
            case .loop(let index): ListCursor(to: index, in: keys, loops: true)
            }
        json.object { json in
            json.array("data") { json in
                for asset in page.items.compactMap({ store[$0.id] }) { form.write(asset, &json) }
            }
            json.member("cursor", cursor?.text)
            json.member("has_more", cursor != nil)
        }
    }

    func update(
        _ route: ImgbtRoute, _ request: HTTPRequest, _ occasion: FakeOccasion
    ) async throws -> HTTPResponse {
        let id = try asset(route).id
        let body = try await object(request)
        let change = try AssetChange(body, replacesMetadata: options.dialect == .sdk)
        return answer(.ok, try store.update(id, occasion, change.apply))
    }
}

/// What a PATCH changes.
struct AssetChange {
    private let metadata: JSONObject?
    private let tags: [String]?
    private let replacesMetadata: Bool

    /// The change that `body` asks for: at least one of metadata and tags.
    init(_ body: JSONObject, replacesMetadata: Bool) throws {
        do {
            metadata = try body.optionalObject("metadata")
            tags = try body.optionalStringArray("tags")
        } catch {
            throw ImgbtProblem.invalid("\(error)")
        }
        guard metadata != nil || tags != nil else {
            throw ImgbtProblem.invalid("At least one of metadata and tags must be provided")
        }
        self.replacesMetadata = replacesMetadata
    }

    /// Metadata is merged with what there is, by name; tags replace what there is.
    func apply(to asset: inout ImgbtAsset) {
        if let metadata {
            asset.metadata = JSONObject((replacesMetadata ? [] : asset.metadata.members) + metadata.members)
        }
        if let tags { asset.tags = tags }
    }
}
