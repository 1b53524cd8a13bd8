import Bytes
import FakeKit
import HTTPCore
import MediaPocketFake
import TestSupport

/// A fake with three users, and a client without a socket.
struct Account {
    /// 2026-01-15T10:30:00.792Z.
    static let begin = 1_768_473_000_792
    static let keeper = PocketUser(id: 21, email: "keeper@example.com", key: "golden-keeper-0123456789")
    static let visitor = PocketUser(id: 22, email: "visitor@example.com", key: "golden-visitor-0123456789")
    static let reader = PocketUser(
        id: 23, email: "reader@example.com", key: "golden-reader-0123456789", permissions: [])

    let fake: MediaPocketFake
    private let transport: LoopbackTransport

    /// The fake that files are fetched from is `origin`; the clock stands.
    init(
        _ faults: PlannedFault..., folder: String? = nil, files: Origin = Origin(),
        change: (inout MediaPocketFake.Options) -> Void = { _ in }
    ) throws {
        var options = MediaPocketFake.Options()
        options.users = [Self.keeper, Self.visitor, Self.reader]
        options.faults = faults
        options.folder = folder
        options.time = .standing(at: Self.begin)
        options.transport = { origin in files.transport(origin) }
        change(&options)
        fake = try MediaPocketFake(options)
        transport = LoopbackTransport(to: fake)
    }

    /// The answer to a request of the keeper, or of another user.
    func send(
        _ method: HTTPMethod, _ target: String, _ body: String? = nil, by user: PocketUser? = keeper,
        type: String? = "application/json", fields: HTTPFields = [:]
    ) async throws -> HTTPResponse {
        var request = HTTPRequest(
            method, target.hasPrefix("/") ? target : "/api/v2/" + target, fields: fields,
            body: body.map { ByteStream($0.utf8) })
        if let user { request.fields["X-API-KEY"] = user.key }
        if let type { request.fields["Content-Type"] = type }
        return try await transport.send(request)
    }

    /// What the complaint of an answer says.
    func complaint(_ method: HTTPMethod, _ target: String, _ body: String? = nil) async throws -> String {
        let response = try await send(method, target, body)
        return "\(response.status.code) \(try await response.object().string("error"))"
    }

    /// A new asset, and its id.
    func asset(_ body: String = #"{"title": "Harbour"}"#) async throws -> String {
        try await send(.post, "assets", body).object().object("asset").string("id")
    }

    /// What the account says of an asset.
    func get(_ id: String) async throws -> JSONObject {
        try await send(.get, "assets/\(id)").object().object("asset")
    }

    /// Puts the clock forward.
    func pass(_ duration: Duration) { fake.aheadMilliseconds += Int(duration / .milliseconds(1)) }
}

/// Where files are fetched from: every path has the same answer.
final class Origin: HTTPHandler {
    private let answer: @Sendable () -> HTTPResponse
    let asked = Lines()

    init(_ answer: @escaping @Sendable () -> HTTPResponse = { HTTPResponse(404) }) { self.answer = answer }

    /// One that has a file with this text.
    convenience init(_ text: String, type: String = "text/plain") {
        self.init {
            HTTPResponse(
                .ok, fields: ["Content-Type": type],
                body: text.isEmpty ? .empty : .stream(ByteStream(text.utf8)))
        }
    }

    func respond(to request: HTTPRequest) async -> HTTPResponse {
        asked.add("\(request.method.rawValue) \(request.fields["Host"] ?? "")\(request.target)")
        return answer()
    }

    func transport(_ origin: String) -> any HTTPTransport { LoopbackTransport(to: self) }
}
