import HTTPCore
import Raster
import Testing

@testable import RasterHTTP

@Suite struct OpenAPITests {
    private let document: JSONValue

    init() throws {
        document = try JSONValue(parsing: OpenAPIDocument.bytes(server: "https://assets.example"))
    }

    private var described: [String] {
        (document["paths"]?.names ?? []).flatMap { path in
            (document["paths"]?[path]?.names ?? []).map { "\($0.uppercased()) \(path)" }
        }
    }

    @Test func `every route is described, and nothing else is`() {
        #expect(described.sorted() == RouteTable<Endpoint>.raster.map(\.description).sorted())
    }

    @Test func `the document names its version and its server`() {
        #expect(document["openapi"]?.string == "3.1.0")
        #expect(document["info"]?["version"]?.string == "2026-05-20")
        #expect(document["servers"]?[0]?["url"]?.string == "https://assets.example")
        #expect(document["components"]?["securitySchemes"]?["apiKey"]?["scheme"]?.string == "bearer")
    }

    @Test func `every reference leads somewhere`() {
        let references = Self.references(in: document)

        #expect(references.count > 100)
        for reference in references {
            let target = reference.split(separator: "/").dropFirst().reduce(document as JSONValue?) {
                $0?[String($1)]
            }
            #expect(target != nil, "\(reference)")
        }
    }

    @Test func `every component is used`() {
        let used = Set(Self.references(in: document))

        for kind in ["parameters", "headers", "responses", "schemas"] {
            for name in document["components"]?[kind]?.names ?? [] {
                #expect(used.contains("#/components/\(kind)/\(name)"), "\(kind) \(name)")
            }
        }
    }

    @Test func `operations have names of their own`() {
        let ids = OpenAPIDocument.operations.map(\.id)

        #expect(Set(ids).count == ids.count)
    }

    @Test func `an asset is described as it is shown`() async throws {
        let surface = try await Surface()
        let id = try await surface.asset()

        let shown = try await surface.get("\(Surface.photos)/assets/\(id)").data?.names
        let schema = document["components"]?["schemas"]?["Asset"]

        #expect(schema?["properties"]?.names == shown)
        #expect(schema?["required"]?.strings == shown)
    }

    @Test func `a route with a key asks for version and key`() {
        let operation = document["paths"]?["/me"]?["get"]
        let anonymous = document["paths"]?["/libraries"]?["post"]

        #expect(operation?["parameters"]?.each("$ref") == ["#/components/parameters/ApiVersion"])
        #expect(operation?["security"] == nil && anonymous?["security"] == .array([]))
        #expect(
            anonymous?["parameters"]?.each("$ref").contains("#/components/parameters/IdempotencyKey") == true)
    }

    private func operation(_ id: String) -> JSONValue? {
        let paths = document["paths"]
        let all = (paths?.names ?? []).flatMap { path in
            (paths?[path]?.names ?? []).compactMap { paths?[path]?[$0] }
        }
        return all.first { $0["operationId"]?.string == id }
    }

    @Test func `a store that cannot is foreseen where that may be, and nowhere else`() {
        let refusing = ["uploadAssets", "getMetadata", "listActions", "startAction", "syncLibrary"]

        for id in refusing { #expect(operation(id)?["responses"]?["501"] != nil, "\(id)") }
        for id in ["getHistory", "listComments", "listAssets"] {
            #expect(operation(id)?["responses"]?["501"] == nil, "\(id)")
        }
    }

    @Test func `every kind of job is named, and what ending a relocation means`() {
        let kind = document["components"]?["schemas"]?["Job"]?["properties"]?["kind"]
        let text = kind?["description"]?.string ?? ""

        for kind in JobKind.allCases { #expect(text.contains("\"\(kind.rawValue)\" ")) }
        #expect(operation("cancelJob")?["summary"]?.string?.contains("has failed") == true)
    }

    @Test func `it is served as it is`() async throws {
        let surface = try await Surface()

        let reply = try await surface.send(HTTPRequest(.get, "/openapi.json"))

        #expect(reply.fields["Content-Type"] == "application/json; charset=utf-8")
        #expect(reply.json == document)
    }

    private static func references(in value: JSONValue) -> [String] {
        switch value {
        case .object(let object):
            object.members.flatMap { member in
                if member.name == "$ref", let text = member.value.string { return [text] }
                return references(in: member.value)
            }
        case .array(let all): all.flatMap { references(in: $0) }
        default: []
        }
    }
}
