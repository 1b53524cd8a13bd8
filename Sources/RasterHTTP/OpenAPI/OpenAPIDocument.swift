import HTTPCore

/// The OpenAPI 3.1 description of what is served.
enum OpenAPIDocument {
    /// The document for a gateway under `server`.
    static func bytes(server: String) -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.key("openapi")
            json.string("3.1.0")
        }
        return json.bytes
    }
}
