import FakeKit
import HTTPCore

// Keys, and addresses that end.
extension ImgbtService {
    func keys(_ route: ImgbtRoute, _ request: HTTPRequest) async throws -> HTTPResponse {
        switch request.method {
        case .post: return try await createKey(request)
        case .delete:
            guard try access.remove(route.item ?? "") else { throw ImgbtProblem.unknown }
            return HTTPResponse(.noContent)
        default:
            return .json(.ok) { json in
                json.object { json in
                    json.array("data") { json in
                        for key in access.keys { write(key, showsText: false, &json) }
                    }
                }
            }
        }
    }

    private func createKey(_ request: HTTPRequest) async throws -> HTTPResponse {
        let body = try await object(request)
        let type = try body.optionalString("type") ?? "secret"
        guard ["secret", "public"].contains(type) else {
            throw ImgbtProblem.invalid("type must be secret or public")
        }
        let text = (type == "secret" ? "sk" : "pk") + "_" + identifier("fake")
        let key = AccessKey(
            id: identifier("key"), label: try body.optionalString("label") ?? "", type: type, text: text,
            created: now)
        try access.add(key)
        return .json(.created) { write(key, showsText: true, &$0) }
    }

    private func write(_ key: AccessKey, showsText: Bool, _ json: inout JSONWriter) {
        json.object { json in
            json.member("id", key.id)
            json.member("label", key.label)
            json.member("type", key.type)
            if showsText { json.member("key", key.text) }
            json.member("created_at", Moment.text(milliseconds: key.created))
        }
    }

    func sign(_ request: HTTPRequest) async throws -> HTTPResponse {
        let body = try await object(request)
        let path = try path(body)
        let text = try body.string("expires_at")
        guard let moment = Moment.milliseconds(text) else {
            throw ImgbtProblem.invalid("expires_at must be a moment such as 2026-01-15T10:30:00Z")
        }
        let seconds = moment / 1000
        let url =
            "\(form.base)/\(AssetForm.encode(path))?expires=\(seconds)&signature=\(signature(path, seconds))"
        return .json(.ok) { json in json.object { $0.member("url", url) } }
    }

    func revoke(_ request: HTTPRequest) async throws -> HTTPResponse {
        try access.revoke(try path(try await object(request)))
        return HTTPResponse(.noContent)
    }

    /// The `path` of a body that names this vault, without a slash before it.
    private func path(_ body: JSONObject) throws -> String {
        let path = String(try body.string("path").drop { $0 == "/" })
        guard try body.string("vault") == options.vault else { throw ImgbtProblem.unknown }
        return path
    }

    /// What proves that this vault made an address.
    func signature(_ path: String, _ expires: Int) -> String {
        String(FakeDigest.sha256("\(options.secret)\n\(path)\n\(expires)").prefix(32))
    }
}
