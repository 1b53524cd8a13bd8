import Bytes
import Foundation
import HTTPCore
import Raster
import Testing

func makeFolder(_ path: String) throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
}

/// An answer, read to its end.
struct Reply: Sendable {
    let status: Int
    let fields: HTTPFields
    let bytes: [UInt8]

    /// The body as text.
    var text: String { String(decoding: bytes, as: UTF8.self) }
    /// The body as JSON.
    var json: JSONValue? { try? JSONValue(parsing: bytes) }
    /// What is under `data`.
    var data: JSONValue? { json?["data"] }
    /// The code of an error.
    var code: String? { json?["error"]?["code"]?.string }
}

extension JSONValue {
    subscript(name: String) -> JSONValue? { if case .object(let object) = self { object[name] } else { nil } }
    subscript(index: Int) -> JSONValue? {
        if case .array(let all) = self, all.indices.contains(index) { all[index] } else { nil }
    }
    var string: String? { if case .string(let text) = self { text } else { nil } }
    var int: Int? { if case .number(let number) = self { number.int } else { nil } }
    var double: Double? { if case .number(let number) = self { number.double } else { nil } }
    var bool: Bool? { if case .bool(let flag) = self { flag } else { nil } }
    var array: [JSONValue]? { if case .array(let all) = self { all } else { nil } }
    var strings: [String]? { array?.compactMap(\.string) }
    /// The names of an object's members.
    var names: [String]? { if case .object(let object) = self { object.members.map(\.name) } else { nil } }
    /// The member `name` of every element.
    func each(_ name: String) -> [String] { (array ?? []).compactMap { $0[name]?.string } }
}

extension Surface {
    static let version = "2026-05-20"
    static let organization = "/organizations/acme"
    static let photos = organization + "/libraries/photos"
    static let drafts = organization + "/libraries/drafts"
    static let own = "/gateway/v1" + photos

    /// Sends a request with the two headers and reads the answer to its end.
    ///
    /// What every answer must be is checked here, so that every test checks it (CONTRACT 1).
    @discardableResult
    func send(
        _ method: HTTPMethod, _ target: String, key: Key? = .writer, fields: HTTPFields = [:],
        body: [UInt8]? = nil, peer: String = "127.0.0.1", at location: SourceLocation = #_sourceLocation
    ) async throws -> Reply {
        var all: HTTPFields = ["Api-Version": Self.version]
        if let key { all["Authorization"] = "Bearer \(key.secret)" }
        for field in fields { all[field.name] = field.value }
        let request = HTTPRequest(
            method, target, fields: all, body: body.map { ByteStream($0, chunkSize: 7000) }, peer: peer)
        return try await send(request, at: location)
    }

    /// Sends exactly `request`.
    @discardableResult
    func send(_ request: HTTPRequest, at location: SourceLocation = #_sourceLocation) async throws -> Reply {
        let response = try await transport.send(request)
        let reply = Reply(
            status: response.status.code, fields: response.fields, bytes: try await response.body.collected())
        #expect(reply.fields.all("Vary").contains("Api-Version"), sourceLocation: location)
        #expect(reply.fields["X-Request-Id"]?.isEmpty == false, sourceLocation: location)
        if reply.fields["Content-Type"]?.hasPrefix("application/json") == true, !reply.bytes.isEmpty,
            !request.target.hasPrefix("/cdn/"), request.target != "/openapi.json"
        {
            #expect(
                reply.json?.names == [reply.status < 400 ? "data" : "error"], sourceLocation: location)
        }
        return reply
    }

    /// Sends a JSON body.
    @discardableResult
    func send(
        _ method: HTTPMethod, _ target: String, key: Key? = .writer, json: String, fields: HTTPFields = [:],
        at location: SourceLocation = #_sourceLocation
    ) async throws -> Reply {
        try await send(method, target, key: key, fields: fields, body: Array(json.utf8), at: location)
    }

    @discardableResult
    func get(
        _ target: String, key: Key? = .writer, _ fields: HTTPFields = [:],
        at location: SourceLocation = #_sourceLocation
    ) async throws -> Reply {
        try await send(.get, target, key: key, fields: fields, at: location)
    }
}

extension HTTPBody {
    fileprivate func collected() async throws -> [UInt8] {
        switch self {
        case .empty, .suppressed: []
        case .bytes(let bytes): bytes
        case .file(let slice): try await ByteStream(slice).collect(upTo: 1 << 30)
        case .stream(let stream): try await stream.collect(upTo: 1 << 30)
        }
    }
}
