import Bytes
public import HTTPCore
public import Raster
import StorageHTTP

/// An Attic, reached over HTTP; what it is, and its three quirks, stand in the README.
public struct AtticAdapter: Adapter {
    /// The name in the configuration.
    public let name: AdapterName
    /// `attic`.
    public let kind = "attic"
    /// Attic's documented numbers.
    public let limits = AdapterLimits(
        maximumBytes: 100_000_000, pageSize: 5, concurrency: 8, settleTime: .seconds(60))
    let client: StorageClient

    /// The Attic that `transport` leads to; `token` goes into every request, and `clock` is what dates in a
    /// `Retry-After` are compared with.
    public init(name: AdapterName, transport: any HTTPTransport, token: String, clock: any WallClock) {
        self.name = name
        client = StorageClient(
            transport, credential: ["Authorization": "Bearer \(token)"], timeout: .seconds(30), clock: clock)
    }

    /// The box's card.
    public func stat(_ id: NativeID) async throws(StorageError) -> NativeAsset {
        try await read(HTTPRequest(.get, try path(id) + "/card")) { try NativeAsset(card: $0) }
    }

    /// The box's bytes, of which a range is looked at before it is asked for: HTTP has no empty ones.
    public func open(_ id: NativeID, _ range: ByteRange?) async throws(StorageError) -> Content {
        let size = try await stat(id).size ?? 0
        let range = range ?? ByteRange(offset: 0, length: size)
        guard range.offset <= size, range.length <= size - range.offset else {
            throw StorageError(.invalid, "the range reaches beyond the end", side: .client)
        }
        if range.length == 0 { return .stream(ByteStream([])) }
        let fields: HTTPFields = ["Range": "bytes=\(range.offset)-\(range.end - 1)"]
        let answer = try await client.answer(to: HTTPRequest(.get, try path(id), fields: fields))
        // Quirk 1: of a small box Attic sends everything, whatever was asked for, with 200.
        let isPart = answer.status == .partialContent
        let seen = isPart ? ByteRange(offset: 0, length: range.length) : range
        return .stream(answer.body.stream.measured(seen, mayBeLeft: !isPart))
    }

    /// Puts a box under the asset's id.
    public func create(_ draft: AssetDraft, _ content: Content) async throws(StorageError) -> NativeAsset {
        guard draft.size <= limits.maximumBytes ?? .max else {
            throw StorageError(.tooLarge, "Attic takes a hundred megabytes at most", side: .client)
        }
        let label = label(draft.key, draft.name, draft.description, draft.tags)
        let body = PromisedBody(content.stream, size: draft.size)
        let fields: HTTPFields = [
            "Content-Type": draft.contentType,
            "Attic-Label": PercentEncoding.encodePathSegment(String(decoding: label, as: UTF8.self)),
        ]
        do throws(StorageError) {
            let path = try path(NativeID(draft.key.asset.rawValue))
            let request = HTTPRequest(.put, path, fields: fields, body: body.stream)
            return try await read(request, effect: .done) { try NativeAsset(card: $0) }
        } catch {
            // A body that breaks off is no box: Attic promises that.
            if let failure = body.failure { throw failure }
            // Quirk 2: a taken key is a failed precondition.
            guard error.kind == .preconditionFailed else { throw error }
            throw StorageError(.alreadyExists, "there is a box with this key")
        }
    }

    /// Throws the box away.
    public func delete(_ id: NativeID) async throws(StorageError) {
        _ = try await client.answer(to: HTTPRequest(.delete, try path(id)))
    }

    /// Quirk 3: tags are kept in lower case, each of them once.
    public func fidelity(of field: AssetField, _ value: FieldValue) -> Fidelity {
        switch (field, value) {
        case (.tags, .list(let tags)):
            let kept = Set(tags.map { $0.lowercased() }).sorted()
            return kept == tags.sorted() ? .exact : .transformed(.list(kept))
        case (.created, _): return .dropped("Attic keeps no dates")
        default: return .exact
        }
    }
}

extension AtticAdapter: Updating, Finding, Enumerating {
    /// Labels can be replaced.
    public var updating: (any Updating)? { self }
    /// The key of a box is the asset's id.
    public var finding: (any Finding)? { self }
    /// Boxes are listed by key; there are no places.
    public var enumeration: (any Enumerating)? { self }

    /// Replaces the label, which Attic does as a whole.
    public func update(_ id: NativeID, _ desired: DesiredState) async throws(StorageError) {
        let label = label(desired.key, desired.name, desired.description, desired.tags)
        _ = try await client.answer(to: HTTPRequest(.put, try path(id) + "/label", json: label))
    }

    /// Looks at the box that the key leads to.
    public func find(_ key: NaturalKey) async throws(StorageError) -> FindingResult {
        do throws(StorageError) { return .found(try await stat(NativeID(key.asset.rawValue))) } catch {
            guard error.kind == .notFound else { throw error }
            return .absent
        }
    }

    /// One page; the bookmark is Attic's.
    public func list(in place: NativePlace?, after token: PageToken?) async throws(StorageError) -> NativePage
    {
        let query = token.map { "?" + Query(items: [.init("after", $0.rawValue)]).encoded } ?? ""
        return try await read(HTTPRequest(.get, "/boxes" + query)) { page in
            let boxes = try page.array("boxes").map { try NativeAsset(card: $0.asObject()) }
            return NativePage(boxes, next: try page.optionalString("next").map { PageToken($0) })
        }
    }
}

extension AtticAdapter {
    private func read<Value>(
        _ request: HTTPRequest, effect: StorageError.Effect = .none, _ body: (JSONObject) throws -> Value
    ) async throws(StorageError) -> Value {
        let answer = try await client.answer(to: request)
        let json = try await answer.json(upTo: 1_000_000, method: request.method, effect: effect)
        do { return try body(json.asObject()) } catch {
            throw .unreadable("not what Attic documents", effect)
        }
    }

    private func path(_ id: NativeID) throws(StorageError) -> String {
        guard let path = RequestPath.encode(["boxes", id.rawValue]) else {
            throw StorageError(.notFound, "no box can have this key")
        }
        return path
    }

    private func label(_ key: NaturalKey, _ name: String, _ description: String?, _ tags: [String]) -> [UInt8]
    {
        var json = JSONWriter()
        json.object { json in
            json.member("asset", key.asset.rawValue)
            json.member("filename", key.filename)
            json.member("name", name)
            json.member("description", description ?? "")
            json.member("tags", tags)
        }
        return json.bytes
    }
}

extension NativeAsset {
    fileprivate init(card: JSONObject) throws(JSONMemberError) {
        let label = try card.object("label")
        self.init(id: NativeID(try card.string("key")), size: try card.int("size"))
        asset = try label.optionalString("asset").map { AssetID($0) }
        filename = try label.optionalString("filename")
        name = try label.optionalString("name")
        description = try label.optionalString("description")
        tags = try label.stringArray("tags")
        contentType = try card.string("type")
    }
}
