import AdapterKit
import Gateway
import HTTPCore
import Raster
import RasterCatalog
import Telemetry
import TestSupport
import Testing

/// A surface with the library `pocket` in a store that keeps records of its own, and one asset in it.
private struct Pocket {
    static let own = "/gateway/v1/organizations/acme/libraries/pocket"

    let surface: Surface
    let memory = MemoryAdapter(name: "pocket")
    let store: TurningStore
    let id: String
    let native: NativeID
    var path: String { "\(Self.own)/assets/\(id)" }

    init(isReadOnly: Bool = false) async throws {
        store = TurningStore(memory, settleTime: .seconds(60))
        surface = try await Surface(
            others: [store], settings: { if isReadOnly { $0.readOnlyAdapters = ["pocket"] } })
        try await surface.catalog.write { writer in
            _ = try await writer.insert(
                NewLibrary(
                    organization: "acme", id: "pocket", name: "pocket", adapter: "pocket", created: .sample())
            )
        }
        let id = try await surface.asset(in: "/organizations/acme/libraries/pocket")
        self.id = id
        let found = try await surface.catalog.read { try await $0.asset(AssetID(id), in: "acme") }
        native = try #require(found).home.id
    }

    func start(_ action: String = "count", key: String? = nil) async throws -> Reply {
        let fields: HTTPFields = key.map { ["Idempotency-Key": $0] } ?? [:]
        return try await surface.send(.post, "\(path)/actions/\(action)", fields: fields)
    }

    func runs() async throws -> Int { try await memory.runs(of: native).count }
}

@Suite struct RecordTests {
    @Test func `metadata is shown by sections`() async throws {
        let pocket = try await Pocket()
        pocket.memory.setMetadata(
            FileMetadata(exif: ["Model": "X"], media: ["codec": "h264"]), of: pocket.native)

        let data = try await pocket.surface.get("\(pocket.path)/metadata").data

        #expect(data?.names == ["exif", "iptc", "xmp", "media"])
        #expect(data?["exif"]?["Model"]?.string == "X" && data?["media"]?["codec"]?.string == "h264")
        #expect(data?["iptc"]?.names == [])
    }

    @Test func `actions are listed, started and found among the runs`() async throws {
        let pocket = try await Pocket()

        let actions = try await pocket.surface.get("\(pocket.path)/actions").data
        let run = try await pocket.start()
        let runs = try await pocket.surface.get("\(pocket.path)/action-runs").data

        #expect(actions?[0]?.names == ["id", "name", "description", "category"])
        #expect(run.status == 202 && run.data?["action"]?["id"]?.string == "count")
        #expect(run.data?.names == ["id", "status", "created", "action", "messages"])
        #expect(runs?[0] == run.data)
        #expect(
            try await pocket.surface.get("\(pocket.path)/action-runs?page=2&pageSize=1").data == .array([]))
    }

    @Test func `collections are listed in pages`() async throws {
        let pocket = try await Pocket()
        for id in ["one", "-two", "_three"] {
            pocket.memory.put(pocket.native, in: AssetCollection(id: NativeID(id), title: id))
        }

        let all = try await pocket.surface.get("\(pocket.path)/collections").data
        let page = try await pocket.surface.get("\(pocket.path)/collections?page=2&pageSize=2").data

        #expect(all?.each("id") == ["one", "-two", "_three"] && page?.each("id") == ["_three"])
        #expect(
            all?[0]?.names == [
                "id", "title", "description", "category", "tags", "isPublic", "created", "updated",
            ])
    }

    @Test(arguments: ["nothing", "-nothing", "_nothing"])
    func `an action that the store does not have is 404`(action: String) async throws {
        let pocket = try await Pocket()

        let reply = try await pocket.start(action)

        #expect(reply.status == 404 && reply.code == "RESOURCE_NOT_FOUND")
        #expect(reply.text.contains("action"))
    }

    @Test(arguments: ["metadata", "actions", "runs", "collections", "events", "comments"])
    func `what the store denies its account is 403, in the gateway's words`(call: String) async throws {
        let pocket = try await Pocket()
        pocket.store.plan(call, .refuse(TurningStore.denial))
        let route = ["runs": "action-runs", "events": "history"][call] ?? call

        let reply = try await pocket.surface.get("\(pocket.path)/\(route)")

        #expect(reply.status == 403 && reply.code == "FORBIDDEN")
        #expect(reply.text.contains("The store's account may not") && !reply.text.contains("Dave"))
        #expect(
            pocket.surface.log.lines.contains { line in
                String(decoding: line.render(.json), as: UTF8.self).contains("Dave")
            })
    }

    @Test func `starting what is denied is 403 and starts nothing`() async throws {
        let pocket = try await Pocket()
        pocket.store.plan("start", .refuse(TurningStore.denial))

        let reply = try await pocket.start(key: "k")

        #expect(reply.status == 403 && reply.code == "FORBIDDEN")
        #expect(try await pocket.runs() == 0)
    }

    @Test(arguments: ["metadata", "actions", "action-runs", "collections", "history", "comments"])
    func `an unknown asset is 404`(route: String) async throws {
        let pocket = try await Pocket()

        #expect(
            try await pocket.surface.get("\(Pocket.own)/assets/none/\(route)").code == "RESOURCE_NOT_FOUND")
    }

    @Test func `the same Idempotency-Key starts an action once`() async throws {
        let pocket = try await Pocket()

        let first = try await pocket.start(key: "k")
        let second = try await pocket.start(key: "k")

        #expect(first.bytes == second.bytes && second.status == 202)
        #expect(try await pocket.runs() == 1)
    }

    @Test func `an action without an answer may have started, and is not started again by its key`()
        async throws
    {
        let pocket = try await Pocket()
        pocket.store.plan("start", .lose)

        let first = try await pocket.start(key: "k")
        let second = try await pocket.start(key: "k")

        #expect(first.status == 500 && first.text.contains("action-runs"))
        #expect(second.status == 409 && second.code == "IDEMPOTENCY_KEY_IN_USE")
        #expect(second.text.contains("action-runs"))
        #expect(try await pocket.runs() == 1)
    }

    @Test func `an action that was certainly not started can be started by the same key`() async throws {
        let pocket = try await Pocket()
        pocket.store.plan("start", .refuse(StorageError(.unavailable, "down", retry: .allowed)))

        let first = try await pocket.start(key: "k")
        let second = try await pocket.start(key: "k")

        #expect(first.status == 503 && second.status == 202)
        #expect(try await pocket.runs() == 1)
    }

    @Test func `starting is written down before and after`() async throws {
        let pocket = try await Pocket()
        _ = try await pocket.start()
        _ = try await pocket.start("nothing")

        let events = try await pocket.surface.get("\(pocket.path)/history").data?["events"]

        let types = (events?.each("type") ?? []).filter { $0.hasPrefix("ACTION_") && $0 != "ACTION_RUN" }
        #expect(types == ["ACTION_REQUESTED", "ACTION_STARTED", "ACTION_REQUESTED", "ACTION_REFUSED"])
    }

    @Test func `a history is read on by its cursor, and refuses any other`() async throws {
        let pocket = try await Pocket()
        for number in 0..<60 { _ = try await pocket.memory.add("\(number)", to: pocket.native) }

        let first = try await pocket.surface.get("\(pocket.path)/history").data
        let cursor = try #require(first?["nextCursor"]?.string)
        let second = try await pocket.surface.get("\(pocket.path)/history?cursor=\(cursor)").data
        let bad = try await pocket.surface.get("\(pocket.path)/history?cursor=nothing")

        #expect(first?["events"]?[0]?.names == ["id", "type", "created", "actor", "detail"])
        #expect(second?["events"]?.each("id").contains(first?["events"]?[0]?["id"]?.string ?? "") == false)
        #expect(bad.status == 400 && bad.code == "BAD_USER_INPUT")
    }

    @Test func `an empty cursor is none, and what is no cursor is told before the asset is looked for`()
        async throws
    {
        let pocket = try await Pocket()

        let empty = try await pocket.surface.get("\(pocket.path)/history?cursor=")
        let bad = try await pocket.surface.get("\(Pocket.own)/assets/none/history?cursor=nothing")

        #expect(empty.status == 200 && empty.data?["events"]?.array?.isEmpty == false)
        #expect(bad.status == 400 && bad.code == "BAD_USER_INPUT")
    }

    @Test func `what a store shows that is only read from is shown, and changing it is 403`() async throws {
        let pocket = try await Pocket(isReadOnly: true)
        let native = try await pocket.memory.add("Old", to: pocket.native)

        let listed = try await pocket.surface.get("\(pocket.path)/comments").data
        let written = try await pocket.surface.send(
            .post, "\(pocket.path)/comments", json: text("text", "Nice"))
        let started = try await pocket.start(key: "k")

        #expect(listed?.each("text") == ["Old"] && native.text == "Old")
        for reply in [written, started] {
            #expect(reply.status == 403 && reply.code == "FORBIDDEN")
            #expect(reply.text.contains("configured to be only read from"))
        }
        #expect(try await pocket.surface.get("\(pocket.path)/actions").status == 200)
        #expect(try await pocket.memory.comments(on: pocket.native).map(\.text) == ["Old"])
        let events = try await pocket.surface.get("\(pocket.path)/history").data?["events"]?.each("type")
        #expect(try await pocket.runs() == 0 && events?.contains("ACTION_REQUESTED") == false)
    }

    @Test func `a comment from before the store was only read from cannot be changed, either`() async throws {
        let pocket = try await Pocket()
        let made = try await pocket.surface.send(
            .post, "\(pocket.path)/comments", json: text("text", "Nice"))
        let id = try #require(made.data?["id"]?.string)
        let closed = try await Surface(
            in: pocket.surface.folder, others: [pocket.store],
            settings: { $0.readOnlyAdapters = ["pocket"] })

        let changed = try await closed.send(
            .patch, "\(pocket.path)/comments/\(id)", json: text("text", "Nicer"))
        let removed = try await closed.send(.delete, "\(pocket.path)/comments/\(id)")

        #expect(changed.status == 403 && removed.status == 403)
        #expect(try await pocket.memory.comments(on: pocket.native).map(\.text) == ["Nice"])
    }

    @Test func `a store that is only read from declares no changes`() async throws {
        let pocket = try await Pocket(isReadOnly: true)

        let data = try await pocket.surface.get(Pocket.own + "/capabilities").data

        #expect(data?["unavailable"]?.strings == ["delete", "comments", "actions"])
        #expect(data?["declared"]?.strings?.contains("metadata") == true)
    }

    @Test func `an asset that did not get to its store is not promised soon`() async throws {
        let pocket = try await Pocket()
        let id = try await pocket.surface.asset()
        try await pocket.surface.send(
            .post, Surface.photos + "/assets/transfer",
            json: #"{"targetLibraryId":"pocket","assetIds":["\#(id)"]}"#)
        let path = "\(Pocket.own)/assets/\(id)/metadata"

        let waiting = try await pocket.surface.get(path)
        try await pocket.surface.catalog.write {
            _ = try await $0.failRelocation(
                of: AssetID(id), to: "pocket", BackendFailure(kind: "denied", message: "no"), at: .sample())
        }
        let failed = try await pocket.surface.get(path)
        try await pocket.surface.catalog.write { try await $0.endRelocation(of: AssetID(id), to: "pocket") }
        let staying = try await pocket.surface.get(path)

        #expect(waiting.status == 503 && waiting.fields["Retry-After"] == "5")
        #expect(failed.status == 503 && failed.fields["Retry-After"] == "86400")
        #expect(failed.text.contains("did not get to the library's store"))
        #expect(staying.status == 501 && staying.code == "NOT_SUPPORTED")
    }

    @Test func `an asset that its store has not taken yet has no records there, but comments and a history`()
        async throws
    {
        let pocket = try await Pocket()
        let id = try await pocket.surface.asset()
        try await pocket.surface.send(
            .post, Surface.photos + "/assets/transfer",
            json: #"{"targetLibraryId":"pocket","assetIds":["\#(id)"]}"#)
        let path = "\(Pocket.own)/assets/\(id)"

        for route in ["metadata", "actions", "action-runs", "collections"] {
            let reply = try await pocket.surface.get("\(path)/\(route)")
            #expect(reply.status == 503 && reply.text.contains("not taken"), "\(route)")
        }
        #expect(try await pocket.surface.send(.post, "\(path)/actions/count").status == 503)
        #expect(
            try await pocket.surface.send(.post, "\(path)/comments", json: text("text", "Nice")).status == 201
        )
        #expect(try await pocket.surface.get("\(path)/comments").data?.each("text") == ["Nice"])
        #expect(
            try await pocket.surface.get("\(path)/history").data?["events"]?.each("type")
                == ["ASSET_UPLOADED", "ASSET_TRANSFERRED", "COMMENT_ADDED"])
    }

    @Test func `a store that does it all declares it`() async throws {
        let pocket = try await Pocket()

        let data = try await pocket.surface.get(Pocket.own + "/capabilities").data

        let declared = Set(data?["declared"]?.strings ?? [])
        #expect(
            declared.isSuperset(of: ["comments", "history", "metadata", "actions", "collections", "trash"]))
        #expect(data?["limits"]?["trashDays"]?.int == 14)
    }

    @Test func `mentions are shown by name`() async throws {
        let pocket = try await Pocket()
        let comment = NativeComment(
            id: "1", text: "Look", updated: .sample(), author: "Anna", mentions: ["Ben", "Cleo\nD"])
        var merge = CommentMerge()
        merge.additions = [CommentMerge.Pair("c", comment)]
        let id = AssetID(pocket.id)
        let home = NativeReference("elsewhere", "1")
        try await pocket.surface.catalog.write { [merge] in try await $0.merge(merge, on: id, at: home) }

        let listed = try await pocket.surface.get("\(pocket.path)/comments").data

        #expect(listed?[0]?["mentions"]?.strings == ["Ben", "Cleo D"])
        #expect(listed?[0]?["author"]?["name"]?.string == "Anna")
    }
}
