import FakeKit
import HTTPCore
import Synchronization

/// The vendor's API over one account.
final class MediaPocketService: FakeService {
    static let operations = PocketRoute.operations

    let options: MediaPocketFake.Options
    let store: PocketStore
    let users: PocketUsers
    let form: PocketForm
    let plan: FaultPlan
    let time: FakeClock
    /// The fetches that were begun.
    let fetching = Mutex(Fetching())

    init(_ options: MediaPocketFake.Options, _ folder: FakeFolder, _ plan: FaultPlan) throws {
        (self.options, self.plan) = (options, plan)
        time = FakeClock(options.time)
        store = try PocketStore(folder, time, seed: options.seed)
        users = PocketUsers(options.users)
        form = PocketForm(users)
    }

    var clock: FakeClock? { time }
    var ledger: EffectLedger { store.ledger }

    /// The time, in milliseconds since 1970.
    var now: Int { time.now }

    var figures: [(name: String, count: Int)] {
        store.read { state in
            let media = state.assets.values.flatMap(\.media)
            return [
                ("assets", state.assets.count),
                ("placeholders", state.assets.values.count { $0.isPlaceholder }),
                ("trashed", state.assets.values.count { $0.deleted != nil }),
                ("media", media.count), ("bytes", media.reduce(0) { $0 + $1.size }),
                ("fetches", state.fetches.values.count { $0.state == .waiting }),
                ("projects", state.projects.count), ("collections", state.collections.count),
                ("comments", state.comments.count),
            ]
        }
    }

    func reset() throws {
        try store.reset()
        fetching.withLock { $0 = Fetching() }
        users.reset()
    }

    func failure(_ status: HTTPStatus) -> HTTPResponse { PocketProblem.of(status).response }

    func call(_ request: HTTPRequest) -> FakeCall {
        guard let route = PocketRoute(request) else {
            return FakeCall("unknown", path: String(request.target.prefix { $0 != "?" }))
        }
        return route.call(request)
    }
}

/// A call that has come past the door: what it asks, and who asks.
struct PocketCall: Sendable {
    let route: PocketRoute
    let request: HTTPRequest
    let user: PocketUser
    let occasion: FakeOccasion

    var id: String { route.id }

    /// What the request says beside its path; to be read once.
    func parameters() async throws -> PocketParameters { try await PocketParameters(request) }
}

// Which answer a request gets.
extension MediaPocketService {
    func respond(to request: HTTPRequest, _ occasion: FakeOccasion) async -> HTTPResponse {
        do {
            if options.fetchesOnRequests { await work() } else { try empty() }
            return try await answer(request, occasion)
        } catch let problem as PocketProblem {
            return problem.response
        } catch is FakeFailure {
            return PocketProblem.broken.response
        } catch {
            // The body did not come to its end, or is no JSON.
            return PocketProblem.malformed.response
        }
    }

    /// Checks the key, then that the request says it is JSON, then the route.
    private func answer(_ request: HTTPRequest, _ occasion: FakeOccasion) async throws -> HTTPResponse {
        let route = PocketRoute(request)
        if let route, route.operation == .download { return try download(route, request) }
        guard let user = users.user(key: request.fields["X-API-KEY"]) else {
            throw PocketProblem.unauthorized
        }
        guard request.fields["Content-Type"].flatMap(MediaType.essence) == "application/json" else {
            throw PocketProblem.missing("Content-Type")
        }
        guard let route else { throw PocketProblem.unknownRoute }
        return try await answer(
            PocketCall(route: route, request: request, user: user, occasion: occasion))
    }

    private func answer(_ call: PocketCall) async throws -> HTTPResponse {
        switch call.route.operation {
        case .create: try await create(call)
        case .get: answer(try store.asset(call.id))
        case .update: try await update(call)
        case .trash: try trash(call)
        case .restore: try restore(call)
        case .delete: try delete(call)
        case .assign: try await assign(call)
        case .unassign: try unassign(call)
        case .addMedia: try await addMedia(call)
        case .listMedia: try await listMedia(call)
        case .deleteMedia: try deleteMedia(call)
        case .downloadURL: try await downloadURL(call)
        case .fileMetadata: try fileMetadata(call)
        case .getArticle: try article(call)
        case .updateArticle: try await updateArticle(call)
        case .listComments: try listComments(call)
        case .createComment: try await createComment(call)
        case .getComment: try getComment(call)
        case .updateComment: try await updateComment(call)
        case .deleteComment: try deleteComment(call)
        case .listActions: try listActions(call)
        case .startAction: try startAction(call)
        case .listRuns: try listRuns(call)
        case .history: try history(call)
        case .createProject, .createSubproject: try await createProject(call)
        case .getProject: answer(try store.project(call.id))
        case .listCollections: try listCollections(call)
        case .createCollection: try await createCollection(call)
        case .publish: try show(call, isPublic: true)
        case .hide: try show(call, isPublic: false)
        case .listUsers, .listAllUsers: try listUsers(call)
        case .download, .fetch: throw PocketProblem.unknownRoute
        }
    }

    func answer(_ asset: PocketAsset) -> HTTPResponse { .object { form.write(shown(asset), &$0) } }

    func answer(_ project: PocketProject) -> HTTPResponse { .object { form.write(project, &$0) } }
}

extension HTTPResponse {
    /// 200 with an object.
    static func object(_ members: (inout JSONWriter) throws -> Void) rethrows -> HTTPResponse {
        var json = JSONWriter()
        json.beginObject()
        try members(&json)
        json.endObject()
        return HTTPResponse(.ok, fields: ["Content-Type": "application/json"], body: .bytes(json.finish()))
    }

    /// What the vendor says where there is nothing to say.
    static let done = HTTPResponse.object { $0.member("ok", "ok") }
}
