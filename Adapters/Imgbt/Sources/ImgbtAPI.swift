import Bytes
import HTTPCore
import Raster
import StorageHTTP

/// The endpoints of imgbt's Assets API, one function each.
struct ImgbtAPI: Sendable {
    /// The most of one record, and of one page of 100, that is read.
    private static let (recordLimit, pageLimit) = (1_048_576, 33_554_432)

    let client: StorageClient
    let base: String
    let pageSize: Int

    /// `POST`: a new asset.
    ///
    /// A success whose record cannot be read may well have made one: its effect is unknown, and the same request
    /// tells by its 409.
    func upload(_ upload: ImgbtUpload) async throws(StorageError) -> ImgbtRecord {
        let response = try await vault { () throws(StorageError) in
            try await client.answer(to: upload.request(base, within: client.timeout))
        }
        try expect(response, [200, 201], .post)
        return try await record(in: response, .post, .unknown)
    }

    /// `GET`: what is known of an asset.
    func record(_ id: NativeID) async throws(StorageError) -> ImgbtRecord {
        let response = try await client.answer(to: HTTPRequest(.get, try target(id)))
        try expect(response, [200], .get)
        let record = try await record(in: response, .get, .none)
        guard record.id == id else { throw .unreadable("about another asset", .none) }
        return record
    }

    /// `GET`: a page of the assets in `filter`, at most ``pageSize``.
    func page(_ filter: ImgbtFilter, after cursor: String?) async throws(StorageError) -> ImgbtPage {
        let items =
            filter.items + [.init("limit", String(pageSize))] + (cursor.map { [.init("cursor", $0)] } ?? [])
        let request = HTTPRequest(.get, base + "?" + Query(items: items).encoded)
        let response = try await vault { () throws(StorageError) in try await client.answer(to: request) }
        try expect(response, [200], .get)
        let json = try await response.json(upTo: Self.pageLimit, method: .get, effect: .none)
        guard let page = ImgbtPage(json, after: cursor) else { throw .unreadable("no page", .none) }
        return page
    }

    /// `PATCH`: metadata and tags, both whole.
    ///
    /// A success without a body is one; a body must be an object, since whoever else answers is not imgbt. An id in it
    /// must be that of the asset.
    func change(_ id: NativeID, _ metadata: ImgbtMetadata, tags: [String]) async throws(StorageError) {
        var json = JSONWriter()
        json.object { json in
            json.key("metadata")
            metadata.write(to: &json)
            json.member("tags", tags)
        }
        let response = try await client.answer(to: HTTPRequest(.patch, try target(id), json: json.finish()))
        guard let answer = try await acknowledgement(response, .patch) else { return }
        guard case .object(let object) = answer else { throw .unreadable("no object", .unknown) }
        guard object.innermost.word("id") ?? id.rawValue == id.rawValue else {
            throw .unreadable("about another asset", .unknown)
        }
    }

    /// `DELETE`: for good.
    ///
    /// A success with a body must be JSON, since whoever else answers is not imgbt.
    func delete(_ id: NativeID) async throws(StorageError) {
        let response = try await client.answer(to: HTTPRequest(.delete, try target(id)))
        _ = try await acknowledgement(response, .delete)
    }

    /// The JSON of a success that need not say anything; `nil` where it does not.
    ///
    /// Throws where it complains: nobody knows what such a success has done.
    private func acknowledgement(_ response: HTTPResponse, _ method: HTTPMethod) async throws(StorageError)
        -> JSONValue?
    {
        try expect(response, [200, 204], method)
        guard response.status == 200 else { return nil }
        let bytes = try await response.bytes(upTo: Self.recordLimit, method: method, effect: .unknown)
        guard !bytes.isEmpty else { return nil }
        let json = try JSONValue(answer: bytes, .unknown)
        guard ImgbtErrors.complaint(in: json) == nil else { throw .unreadable("a complaint", .unknown) }
        return json
    }

    private func target(_ id: NativeID) throws(StorageError) -> String {
        guard ImgbtRecord.isUsable(id.rawValue) else { throw .noSuchAsset }
        return base + "/" + id.rawValue
    }

    private func record(in response: HTTPResponse, _ method: HTTPMethod, _ effect: StorageError.Effect)
        async throws(StorageError) -> ImgbtRecord
    {
        let json = try await response.json(upTo: Self.recordLimit, method: method, effect: effect)
        guard let record = ImgbtRecord(json) else { throw .unreadable("no record", effect) }
        return record
    }

    private func expect(_ response: HTTPResponse, _ statuses: [HTTPStatus], _ method: HTTPMethod)
        throws(StorageError)
    {
        guard statuses.contains(response.status) else {
            throw client.error(for: response, method)
        }
    }

    private func vault<Value>(_ body: () async throws(StorageError) -> Value) async throws(StorageError)
        -> Value
    {
        do { return try await body() } catch { throw error.aboutVault }
    }
}

/// Which part of a vault a listing is about.
struct ImgbtFilter: Hashable, Sendable {
    /// Up to three components: partition, collection, channel.
    let components: [String]

    private static let names = ["partition", "collection", "channel"]

    var items: [Query.Item] { zip(Self.names, components).map { Query.Item($0, $1) } }

    /// Everything in `place`, the whole vault where `nil`; no filter where it is no place of imgbt's.
    init?(_ place: NativePlace?) {
        let components = place?.rawValue.split(separator: "/", omittingEmptySubsequences: false).map(
            String.init)
        guard let components else {
            self.components = []
            return
        }
        guard (1...3).contains(components.count), components.allSatisfy(ImgbtMapping.isComponent) else {
            return nil
        }
        self.components = components
    }

    /// The channel of `path`.
    init(channelOf path: ImgbtPath) { components = [path.partition, path.collection, path.channel] }

    /// Whether `path` lies inside.
    func holds(_ path: ImgbtPath) -> Bool {
        [path.partition, path.collection, path.channel].starts(with: components)
    }
}
