import HTTPCore
import Synchronization

/// The OpenAPI 3.1 description of what is served.
enum OpenAPIDocument {
    private static let latest = Mutex<(server: String, bytes: [UInt8])?>(nil)

    /// The document for a gateway under `server`; made once.
    static func bytes(server: String) -> [UInt8] {
        if let known = latest.withLock({ $0 }), known.server == server { return known.bytes }
        let bytes = document(server: server).bytes
        latest.withLock { $0 = (server, bytes) }
        return bytes
    }

    private static func document(server: String) -> JSONValue {
        [
            "openapi": "3.1.0",
            "info": [
                "title": "Raster", "version": .string(RasterFrontEnd.apiVersion),
                "summary": "The Raster REST API, served by a raster-gateway.",
                "license": ["name": "Apache-2.0", "identifier": "Apache-2.0"],
            ],
            "servers": [["url": .string(server)]],
            "security": [["apiKey": []]],
            "tags": .array(
                OpenAPITag.allCases.map { ["name": .string($0.rawValue), "description": .string($0.text)] }),
            "paths": paths,
            "components": [
                "securitySchemes": ["apiKey": ["type": "http", "scheme": "bearer"]],
                "parameters": OpenAPIParameters.components,
                "headers": OpenAPIResponses.headers,
                "responses": OpenAPIResponses.components,
                "schemas": OpenAPISchemas.components,
            ],
        ]
    }

    /// The operations by path, in their order.
    private static var paths: JSONValue {
        var paths: [(path: String, operations: [JSONObject.Member])] = []
        for operation in operations {
            let member = JSONObject.Member(operation.method.rawValue.lowercased(), operation.json)
            if let index = paths.firstIndex(where: { $0.path == operation.path }) {
                paths[index].operations.append(member)
            } else {
                paths.append((operation.path, [member]))
            }
        }
        return .object(
            JSONObject(paths.map { JSONObject.Member($0.path, .object(JSONObject($0.operations))) }))
    }

    /// What the table of routes says, in words.
    static let operations = OpenAPIOperation.raster + OpenAPIOperation.own + OpenAPIOperation.operational
}

/// The groups of operations.
enum OpenAPITag: String, CaseIterable {
    case access = "Access"
    case libraries = "Libraries"
    case assets = "Assets"
    case delivery = "Delivery"
    case gateway = "Gateway"
    case operations = "Operations"

    var text: String {
        switch self {
        case .access: "What a key reaches, and organizations without an account."
        case .libraries: "Collections of assets."
        case .assets: "Files and what is known about them."
        case .delivery: "The bytes, under addresses that never change."
        case .gateway: "What this gateway adds to Raster."
        case .operations: "The state of the process."
        }
    }
}
