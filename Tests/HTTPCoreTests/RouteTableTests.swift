import HTTPCore
import Testing

@Suite struct RouteTableTests {
    private let table = RouteTable<String>([
        Route(.get, "/", "root"),
        Route(.get, "/assets", "list"),
        Route(.post, "/assets", "upload"),
        Route(.post, "/assets/tag", "tag"),
        Route(.get, "/assets/{asset}", "asset"),
        Route(.patch, "/assets/{asset}/{field}", "field"),
    ])

    private func found(_ method: HTTPMethod, _ segments: [String]) -> String? {
        if case .found(let action, _) = table.match(method, segments) { action } else { nil }
    }

    private func allowed(_ method: HTTPMethod, _ segments: [String]) -> [HTTPMethod]? {
        if case .methodNotAllowed(let methods) = table.match(method, segments) { methods } else { nil }
    }

    @Test func `a route is found by verb and path`() {
        #expect(found(.get, []) == "root")
        #expect(found(.get, ["assets"]) == "list")
        #expect(found(.post, ["assets"]) == "upload")
    }

    @Test func `a literal path wins over one with a hole, for every verb`() {
        #expect(found(.post, ["assets", "tag"]) == "tag")
        #expect(allowed(.get, ["assets", "tag"]) == [.post])
    }

    @Test func `HEAD is answered where GET is`() {
        #expect(found(.head, ["assets", "x"]) == "asset")
    }

    @Test func `parameters are what stands in the holes`() {
        guard case .found(_, let parameters) = table.match(.patch, ["assets", "a/b", "ü"]) else {
            Issue.record("no route")
            return
        }

        #expect(parameters["asset"] == "a/b")
        #expect(parameters["field"] == "ü")
        #expect(parameters.value("other") == nil)
    }

    @Test func `a known path with another verb lists the verbs, HEAD beside GET`() {
        #expect(allowed(.delete, ["assets"]) == [.get, .head, .post])
        #expect(allowed(.delete, ["assets", "tag"]) == [.post])
        #expect(allowed(.head, ["assets", "a", "b"]) == [.patch])
    }

    @Test(arguments: [["x"], ["Assets"], ["assets", ""], ["assets", "a", "b", "c"], ["", "assets"], [""]])
    func `other paths are unknown`(_ segments: [String]) {
        guard case .unknown = table.match(.get, segments) else {
            Issue.record("\(segments) is known")
            return
        }
    }

    @Test func `a table prints one route a line`() {
        #expect(table.description.hasPrefix("GET /\nGET /assets\nPOST /assets\n"))
        #expect(table.count == 6)
        #expect(table.map(\.path.description).last == "/assets/{asset}/{field}")
    }
}
