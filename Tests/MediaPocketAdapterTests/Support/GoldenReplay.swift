import Bytes
import HTTPCore
import MediaPocketAdapter
import Raster
import TestSupport

/// What an adapter does so that a documented request is sent.
enum GoldenCall {
    case stat, delete, open, announce, fetch, discardBytes, update, place, move, leave
    case discard, restore
    case comments, addComment, editComment, lookAtComment, removeComment
    case events(PageToken?)
    case actions, start, runs, collections, metadata
}

/// An adapter that is given a documented answer, and what it has asked for it.
struct GoldenReplay {
    let adapter: MediaPocketAdapter
    private let exchange: GoldenExchange
    private let api: RoutedTransport
    private static let id: NativeID = "-golden0asset0000001"

    init(_ exchange: GoldenExchange) throws {
        self.exchange = exchange
        api = RoutedTransport { request in
            let isDocumented = request.method == exchange.method && request.target == exchange.target
            return isDocumented ? exchange.response : Self.background(request, about: exchange)
        }
        var configuration = try MediaPocketConfiguration(
            address: "http://127.0.0.1:9200",
            secret: MediaPocketSecret(exchange.fields["X-API-KEY"] ?? "golden-nobody-0123456789"))
        configuration.nativeTrash = true
        let file = RoutedTransport { _ in
            HTTPResponse(200, body: .stream(GoldenSample(size: 245_760).stream))
        }
        adapter = MediaPocketAdapter(
            name: "pocket", configuration: configuration, api: api, download: { _ in file },
            clock: TestClock())
    }

    /// What is answered to requests that the exchange is not about.
    private static func background(_ request: HTTPRequest, about exchange: GoldenExchange) -> HTTPResponse {
        if request.method == .post { return .refusal(500, "lost") }
        guard request.target.hasSuffix("/media") else { return .asset(SampleAsset(id: id.rawValue)) }
        let segments = exchange.target.split(separator: "/")
        let medium = segments.count > 6 ? segments[5] : "1"
        return .media("{\"id\":\"\(medium)\",\"original_filename\":\"harbour.jpg\"}")
    }

    func run(_ call: GoldenCall) async throws(StorageError) {
        let id = NativeID(exchange.target.split(separator: "/").dropFirst(3).first ?? "")
        let last = NativeID(exchange.target.split(separator: "/").last ?? "")
        switch call {
        case .stat: _ = try await adapter.stat(id)
        case .delete: try await adapter.delete(id)
        case .open: try await open(missing: id)
        case .announce: _ = try await adapter.announce(.sample(), as: BackendLabel(text("external_id")))
        case .fetch: try await adapter.fetch(.sample(), for: id, from: text("file_url"))
        case .discardBytes: try await adapter.discardBytes(of: id)
        case .update: try await adapter.update(id, .sample())
        case .place:
            let draft = PlaceDraft(organization: "acme", library: "photos", title: "Harbours")
            _ = try await adapter.place(for: draft, as: BackendLabel(text("external_id")))
        case .move: try await adapter.move(id, to: NativePlace(text("to_project_id")))
        case .leave: try await adapter.move(id, to: "")
        case .discard: try await adapter.discard(id)
        case .restore: try await adapter.restore(id)
        case .comments: _ = try await adapter.comments(on: id)
        case .addComment: _ = try await adapter.add(text("comment"), to: id)
        case .editComment: _ = try await adapter.edit(last, on: id, text("comment"))
        case .lookAtComment: _ = try await adapter.edit(last, on: id, "It is getting dark.")
        case .removeComment: try await adapter.remove(last, on: id)
        case .events(let token): _ = try await adapter.events(of: id, after: token)
        case .actions: _ = try await adapter.actions(for: id)
        case .start: _ = try await adapter.start(last, on: id)
        case .runs: _ = try await adapter.runs(of: id)
        case .collections: _ = try await adapter.collections(of: id)
        case .metadata: _ = try await adapter.metadata(of: id)
        }
    }

    private func open(missing id: NativeID) async throws(StorageError) {
        do { _ = try await adapter.open(id, nil).stream.collect(upTo: 300_000) } catch {
            throw StorageError(wrapping: error)
        }
    }

    /// A member of the documented body; where it leaves it out, the adapter never does.
    private func text(_ name: String) -> String {
        guard case .json(.object(let object)) = exchange.content, case .string(let text)? = object[name]
        else {
            return "golden-left-out"
        }
        return text
    }

    /// What of the documented request was not sent.
    var missing: [String] {
        let all = api.seen.filter {
            $0.request.method == exchange.method && $0.request.target == exchange.target
        }
        guard let seen = all.first else { return ["everything but \(api.lines)"] }
        let fields = exchange.fields.filter { seen.request.fields[$0.name] != $0.value }.map(\.name)
        guard case .json(.object(let object)) = exchange.content else { return fields }
        guard case .object(let sent)? = try? JSONValue(parsing: seen.body) else { return fields + ["body"] }
        // What the gateway has nothing for.
        let unsent: Set =
            exchange.target.hasSuffix("/projects") ? ["category", "description", "tags"] : ["category"]
        return fields + object.members.map(\.name).filter { sent[$0] == nil && !unsent.contains($0) }
    }
}
