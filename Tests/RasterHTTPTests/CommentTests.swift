import AdapterKit
import HTTPCore
import Raster
import TestSupport
import Testing

@Suite struct CommentTests {
    private func commented(_ key: Key = .writer) async throws -> (surface: Surface, path: String, id: String)
    {
        let surface = try await Surface()
        let path = "\(Surface.own)/assets/\(try await surface.asset())/comments"
        let reply = try await surface.send(.post, path, key: key, json: text("text", "Nice"))
        return (surface, path, try #require(reply.data?["id"]?.string))
    }

    @Test func `a comment is 201 and shows its author's label`() async throws {
        let surface = try await Surface()
        let path = "\(Surface.own)/assets/\(try await surface.asset())/comments"

        let reply = try await surface.send(.post, path, json: text("text", "Nice 🏖"))

        #expect(reply.status == 201)
        #expect(reply.data?.names == ["id", "text", "created", "updated", "author", "mentions"])
        #expect(reply.data?["text"]?.string == "Nice 🏖")
        #expect(reply.data?["created"]?.int == Int(Timestamp.sample().milliseconds))
        #expect(reply.data?["updated"] == reply.data?["created"])
        #expect(reply.data?["author"]?["name"]?.string == "Key writer")
        #expect(reply.data?["mentions"] == .array([]))
    }

    @Test func `comments are listed oldest first, in pages`() async throws {
        let (surface, path, first) = try await commented()
        surface.clock.advance(by: .seconds(1))
        let second = try await surface.send(.post, path, json: text("text", "B")).data?["id"]?.string ?? ""

        #expect(try await surface.get(path).data?.each("id") == [first, second])
        #expect(try await surface.get(path + "?page=2&pageSize=1").data?.each("id") == [second])
        #expect(try await surface.get(path, key: .reader).status == 200)
    }

    @Test func `one comment is read by its id`() async throws {
        let (surface, path, id) = try await commented()

        #expect(try await surface.get("\(path)/\(id)").data?["text"]?.string == "Nice")
        #expect(try await surface.get("\(path)/nothing").code == "RESOURCE_NOT_FOUND")
    }

    @Test func `its author changes and removes it`() async throws {
        let (surface, path, id) = try await commented()
        surface.clock.advance(by: .seconds(1))

        let changed = try await surface.send(.patch, "\(path)/\(id)", json: text("text", "Better"))
        let removed = try await surface.send(.delete, "\(path)/\(id)")

        #expect(changed.status == 200 && changed.data?["text"]?.string == "Better")
        #expect(changed.data?["updated"]?.int == (changed.data?["created"]?.int ?? 0) + 1000)
        #expect(removed.status == 200 && removed.data?.names == ["id"] && removed.data?["id"]?.string == id)
        #expect(try await surface.get(path).data == .array([]))
    }

    @Test(arguments: [HTTPMethod.patch, .delete])
    func `another key may not, whatever it may write`(method: HTTPMethod) async throws {
        let (surface, path, id) = try await commented()

        let reply = try await surface.send(method, "\(path)/\(id)", key: .second, json: text("text", "Mine"))
        let unknown = try await surface.send(
            method, "\(path)/nothing", key: .second, json: text("text", "Mine"))

        #expect(reply.status == 403 && reply.code == "FORBIDDEN")
        #expect(unknown.status == 404 && unknown.code == "RESOURCE_NOT_FOUND")
        #expect(try await surface.get("\(path)/\(id)").data?["text"]?.string == "Nice")
    }

    @Test(arguments: [HTTPMethod.post, .patch, .delete])
    func `a read-only key cannot write comments`(method: HTTPMethod) async throws {
        let (surface, path, id) = try await commented()

        let target = method == .post ? path : "\(path)/\(id)"
        let reply = try await surface.send(method, target, key: .reader, json: text("text", "x"))

        #expect(reply.code == "API_KEY_NOT_AUTHORIZED_FOR_LIBRARY")
    }

    @Test(arguments: [(0, 400), (1, 201), (10_000, 201), (10_001, 400)])
    func `a text has 1 to 10,000 scalars`(count: Int, status: Int) async throws {
        let surface = try await Surface()
        let path = "\(Surface.own)/assets/\(try await surface.asset())/comments"

        let reply = try await surface.send(
            .post, path, json: text("text", String(repeating: "é", count: count)))

        #expect(reply.status == status)
        #expect(reply.code == (status == 400 ? "BAD_USER_INPUT" : nil))
    }

    @Test(arguments: ["{}", #"{"text":null}"#, #"{"text":5}"#, #"{"text":"a\u0000"}"#])
    func `a body without a text is refused`(json: String) async throws {
        let (surface, path, id) = try await commented()

        #expect(try await surface.send(.post, path, json: json).code == "BAD_USER_INPUT")
        #expect(try await surface.send(.patch, "\(path)/\(id)", json: json).code == "BAD_USER_INPUT")
    }

    @Test func `a comment belongs to its asset`() async throws {
        let (surface, _, id) = try await commented()
        let other = try await surface.asset()

        let reply = try await surface.get("\(Surface.own)/assets/\(other)/comments/\(id)")

        #expect(reply.code == "RESOURCE_NOT_FOUND")
    }

    @Test func `an unknown asset has no comments`() async throws {
        let surface = try await Surface()

        #expect(try await surface.get(Surface.own + "/assets/none/comments").code == "RESOURCE_NOT_FOUND")
        #expect(
            try await surface.send(.post, Surface.own + "/assets/none/comments", json: text("text", "x")).code
                == "RESOURCE_NOT_FOUND")
    }
}

@Suite struct CapabilityTests {
    @Test func `a disk declares and lacks what it does, and the gateway emulates the rest`() async throws {
        let surface = try await Surface()

        let data = try await surface.get(Surface.own + "/capabilities").data

        #expect(data?.names == ["adapter", "declared", "emulated", "unavailable", "limits"])
        #expect(data?["adapter"]?.string == "disk")
        let declared = Set(data?["declared"]?.strings ?? [])
        let emulated = Set(data?["emulated"]?.strings ?? [])
        let unavailable = Set(data?["unavailable"]?.strings ?? [])
        #expect(declared.isSuperset(of: ["upload", "download", "delete"]))
        #expect(emulated.isSuperset(of: ["search", "trash", "comments", "tags", "description"]))
        #expect(unavailable.isSuperset(of: ["actions", "collections"]))
        #expect(declared.isDisjoint(with: emulated.union(unavailable)))
        #expect(data?["limits"]?["maxFileBytes"]?.int == 1 << 30)
    }

    @Test func `a limit is never above the store's own`() async throws {
        let surface = try await Surface(.memory)

        let limits = try await surface.get(Surface.own + "/capabilities").data?["limits"]

        #expect(limits?["maxFileBytes"]?.int == surface.memory.limits.maximumBytes)
    }

    @Test(arguments: ["actions", "collections", "action-runs"])
    func `what the store has none of is 501`(route: String) async throws {
        let surface = try await Surface()
        let id = try await surface.asset()

        let reply = try await surface.get("\(Surface.own)/assets/\(id)/\(route)")

        #expect(reply.status == 501)
        #expect(reply.code == "NOT_SUPPORTED")
    }

    @Test func `starting an action needs write access and a store with actions`() async throws {
        let surface = try await Surface()
        let path = "\(Surface.own)/assets/\(try await surface.asset())/actions/1"

        #expect(try await surface.send(.post, path).status == 501)
        #expect(try await surface.send(.post, path, key: .reader).status == 404)
    }

    @Test func `the gateway's own routes check like Raster's`() async throws {
        let surface = try await Surface()
        let path = Surface.own + "/trash"

        #expect(try await surface.send(HTTPRequest(.get, path)).code == "API_VERSION_REQUIRED")
        #expect(try await surface.get(path, key: nil).code == "UNAUTHENTICATED")
        #expect(try await surface.get(path, key: .stranger).code == "INVALID_API_KEY")
        #expect(try await surface.get(path, key: Key.none).code == "API_KEY_NOT_AUTHORIZED_FOR_LIBRARY")
        #expect(try await surface.send(.put, path).fields["Allow"] == "GET, HEAD, DELETE")
    }
}
