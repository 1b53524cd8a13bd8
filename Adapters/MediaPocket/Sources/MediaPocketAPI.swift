import Bytes
import HTTPCore
import Raster
import StorageHTTP

/// Speaks to Media Pocket's API: a function for each route, in files by what they are about.
struct MediaPocketAPI: Sendable {
    /// The most of one answer that is read.
    private static let answerLimit = 8_388_608

    let client: StorageClient
    let base: String

    /// What is read at `target`.
    func get(_ target: String) async throws(StorageError) -> JSONObject {
        try await object(for: HTTPRequest(.get, target))
    }

    /// The answer to a change.
    func change(_ method: HTTPMethod, _ target: String, _ body: [UInt8]? = nil)
        async throws(StorageError) -> JSONObject
    {
        try await object(for: HTTPRequest(method, target, body: body.map { ByteStream($0) }))
    }

    /// A change whose answer says no more than that it is made: any object that complains about nothing.
    ///
    /// Nothing at all, `nil`, says the same of a deletion, or with 204.
    @discardableResult
    func order(_ method: HTTPMethod, _ target: String, _ body: [UInt8]? = nil)
        async throws(StorageError) -> JSONObject?
    {
        let request = HTTPRequest(method, target, body: body.map { ByteStream($0) })
        var response = try await answer(to: request)
        let bytes = try await response.bytes(
            upTo: Self.answerLimit, method: method, effect: .unanswered(method))
        if bytes.isEmpty, method == .delete || response.status == .noContent { return nil }
        response.body = .bytes(bytes)
        return try await object(in: response, method)
    }

    /// Below an asset; its id and the ids in `rest` are the API's own.
    func target(_ id: NativeID, _ rest: String...) throws(StorageError) -> String {
        guard Self.isUsable(id.rawValue), let path = RequestPath.encode(["assets", id.rawValue] + rest) else {
            throw .noSuchThing
        }
        return base + path
    }

    /// The id of something below an asset, to be a segment of a path.
    func segment(_ id: NativeID) throws(StorageError) -> String {
        guard Self.isUsable(id.rawValue) else { throw .noSuchThing }
        return id.rawValue
    }

    /// Whether `id` can be asked for: 1 to 64 letters, digits, hyphens and underscores, in any order.
    static func isUsable(_ id: String) -> Bool {
        (1...64).contains(id.utf8.count) && id.utf8.allSatisfy(\.isWordOrHyphen)
    }

    private func object(for request: HTTPRequest) async throws(StorageError) -> JSONObject {
        try await object(in: try await answer(to: request), request.method)
    }

    /// The object in a success that says nothing of an error either.
    private func object(in response: HTTPResponse, _ method: HTTPMethod)
        async throws(StorageError) -> JSONObject
    {
        let effect = StorageError.Effect.unanswered(method)
        let json = try await response.json(upTo: Self.answerLimit, method: method, effect: effect)
        guard case .object(let object) = json else { throw .unreadable("no object", effect) }
        guard let complaint = MediaPocketErrors.complaint(in: object) else { return object }
        throw MediaPocketErrors.error(for: complaint, response.status, method)
    }

    private func answer(to request: HTTPRequest) async throws(StorageError) -> HTTPResponse {
        do { return try await client.answer(to: request) } catch { throw error.asComplaint }
    }
}

extension JSONObject {
    /// The string called `name`; `nil` where there is none.
    func text(_ name: String) -> String? {
        if case .string(let text)? = self[name] { text } else { nil }
    }

    /// The id called `name`: a whole number or a string, which the API both uses.
    func id(_ name: String) -> String? {
        switch self[name] {
        case .string(let text)? where MediaPocketAPI.isUsable(text): text
        case .number(let number)?: number.int.map(String.init)
        default: nil
        }
    }

    /// The moment called `name`; `nil` where there is none.
    func moment(_ name: String) -> Timestamp? { text(name).flatMap { Timestamp(rfc3339: $0) } }

    /// The object called `name`; `nil` where there is none.
    func child(_ name: String) -> JSONObject? {
        if case .object(let object)? = self[name] { object } else { nil }
    }

    /// The elements of the array called `name` that `element` can read; none where it is null.
    ///
    /// One strange element must not hide the others. Throws `.malformed` where there is no array.
    func list<Element>(_ name: String, _ element: (JSONObject) -> Element?) throws(StorageError) -> [Element]
    {
        switch self[name] {
        case .array(let values)?:
            values.compactMap { if case .object(let object) = $0 { element(object) } else { nil } }
        case .null?: []
        default: throw .unreadable("no list of \(name)", .none)
        }
    }
}
