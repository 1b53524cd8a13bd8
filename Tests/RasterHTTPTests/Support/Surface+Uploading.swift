import HTTPCore
import Raster
import TestSupport
import Testing

/// One part of a multipart body.
struct Part: Sendable {
    var name: String? = "files"
    var filename: String?
    var type: String?
    var data: [UInt8]

    /// A file with `text` in it.
    static func file(_ filename: String, _ text: String = "content", type: String? = nil) -> Part {
        Part(filename: filename, type: type, data: Array(text.utf8))
    }

    fileprivate var head: String {
        var head = "Content-Disposition: form-data"
        if let name { head += "; name=\"\(name)\"" }
        if let filename { head += "; filename=\"\(filename)\"" }
        if let type { head += "\r\nContent-Type: \(type)" }
        return head + "\r\n\r\n"
    }
}

/// A multipart body of `parts`.
func multipart(_ parts: [Part], boundary: String = "XbX") -> [UInt8] {
    var body: [UInt8] = []
    for part in parts { body += Array("--\(boundary)\r\n\(part.head)".utf8) + part.data + Array("\r\n".utf8) }
    return body + Array("--\(boundary)--\r\n".utf8)
}

extension Surface {
    /// Uploads `parts` into a library.
    @discardableResult
    func upload(
        _ parts: [Part], to library: String = Surface.photos, key: Key = .writer, boundary: String = "XbX",
        fields: HTTPFields = [:], at location: SourceLocation = #_sourceLocation
    ) async throws -> Reply {
        var all = fields
        all["Content-Type"] = "multipart/form-data; boundary=\(boundary)"
        return try await send(
            .post, library + "/assets", key: key, fields: all, body: multipart(parts, boundary: boundary),
            at: location)
    }

    /// Uploads a file and gives back its id.
    @discardableResult
    func asset(
        _ filename: String = "beach.jpg", _ text: String = "content", in library: String = Surface.photos,
        key: Key = .writer, at location: SourceLocation = #_sourceLocation
    ) async throws -> String {
        let reply = try await upload([.file(filename, text)], to: library, key: key, at: location)
        return try #require(reply.data?["assets"]?[0]?["id"]?.string, sourceLocation: location)
    }

    /// Uploads `count` files, one request each, oldest first.
    func assets(_ count: Int, in library: String = Surface.photos) async throws -> [String] {
        var ids: [String] = []
        for number in 0..<count { ids.append(try await asset("file\(number).txt", in: library)) }
        return ids
    }

    /// The path of an asset's bytes.
    func cdnPath(of id: String) async throws -> String {
        let url = try #require(try await get("\(Surface.photos)/assets/\(id)").data?["url"]?.string)
        return String(url.dropFirst(Surface.publicURL.count))
    }

    /// Moves assets to the trash.
    @discardableResult
    func trash(_ ids: [String], at location: SourceLocation = #_sourceLocation) async throws -> Reply {
        try await send(.delete, Surface.photos + "/assets", json: body("ids", ids), at: location)
    }

    /// The ids that `GET …/assets` lists.
    func listed(_ query: String = "", in library: String = Surface.photos) async throws -> [String] {
        try await get(library + "/assets" + query).data?.each("id") ?? []
    }

    /// The library as `GET …/libraries` shows it.
    func library(_ id: String = "photos") async throws -> JSONValue? {
        try await get(Surface.organization + "/libraries").data?.array?.first { $0["id"]?.string == id }
    }
}

/// A JSON object with arrays of strings: `{"name":[…],…}`.
func body(_ name: String, _ values: [String], _ more: (String, [String])...) -> String {
    var json = JSONWriter()
    json.object { json in
        for (name, values) in [(name, values)] + more {
            json.key(text: name)
            json.array { json in
                for value in values { json.string(value) }
            }
        }
    }
    return String(decoding: json.bytes, as: UTF8.self)
}

/// A JSON object with one string.
func text(_ name: String, _ value: String) -> String {
    var json = JSONWriter()
    json.object { json in
        json.key(text: name)
        json.string(value)
    }
    return String(decoding: json.bytes, as: UTF8.self)
}

/// The files in the store of `surface`, those on their way included.
func storedFiles(_ surface: Surface) -> [String] { tree(of: surface.folder.path + "/store") }
