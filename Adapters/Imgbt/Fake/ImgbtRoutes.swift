import FakeKit
import HTTPCore

/// What a request can ask of a vault; the raw values name faults.
enum ImgbtOperation: String, Sendable, CaseIterable {
    case upload, list, get, update, delete, deliver, sign, revoke, keys

    /// A line about it.
    var summary: String {
        switch self {
        case .upload: "POST …/assets"
        case .list: "GET …/assets"
        case .get: "GET …/assets/{id}"
        case .update: "PATCH …/assets/{id}"
        case .delete: "DELETE …/assets/{id}"
        case .deliver: "GET /delivery/{vault}/{partition}/{collection}/{channel}/{filename}"
        case .sign: "POST /v1/urls/sign"
        case .revoke: "POST /v1/urls/revoke"
        case .keys: "GET, POST …/keys and DELETE …/keys/{id}"
        }
    }

    /// Whether it needs a key that may write.
    var isWriting: Bool { ![.list, .get, .deliver].contains(self) }
}

/// A request that the vendor knows.
struct ImgbtRoute: Sendable {
    let operation: ImgbtOperation
    /// The vault in its path; `nil` where the key alone tells it.
    let vault: String?
    /// The asset or key in its path.
    let item: String?
    /// The path of the file to be delivered.
    let file: String?

    /// The two base paths of the vendor's pages and that of its SDK.
    private static let bases = ["/api/v1/vaults/{vault}", "/v1/vaults/{vault}", "/api/v1", "/v1"]

    private static let table = RouteTable<ImgbtOperation>(
        bases.flatMap { base in
            [
                Route(.post, PathPattern(base + "/assets"), .upload),
                Route(.get, PathPattern(base + "/assets"), .list),
                Route(.get, PathPattern(base + "/assets/{item}"), .get),
                Route(.patch, PathPattern(base + "/assets/{item}"), .update),
                Route(.delete, PathPattern(base + "/assets/{item}"), .delete),
                Route(.get, PathPattern(base + "/keys"), .keys),
                Route(.post, PathPattern(base + "/keys"), .keys),
                Route(.delete, PathPattern(base + "/keys/{item}"), .keys),
                Route(.post, PathPattern(base + "/urls/sign"), .sign),
                Route(.post, PathPattern(base + "/urls/revoke"), .revoke),
            ]
        } + [
            Route(.get, "/delivery/{vault}/{partition}/{collection}/{channel}/{filename}", .deliver)
        ])

    /// The route of `request`, or `nil`; `vault` is the one whose host name delivers files.
    init?(_ request: HTTPRequest, vault: String) {
        guard let segments = RequestTarget(request.target).segments else { return nil }
        if segments.count == 4, request.fields["Host"]?.hasPrefix(vault + ".") == true {
            guard request.method == .get || request.method == .head else { return nil }
            (operation, self.vault, item) = (.deliver, vault, nil)
            file = segments.joined(separator: "/")
            return
        }
        guard case .found(let operation, let parameters) = Self.table.match(request.method, segments) else {
            return nil
        }
        self.operation = operation
        self.vault = parameters.value("vault")
        item = parameters.value("item")
        file = operation == .deliver ? segments.dropFirst(2).joined(separator: "/") : nil
    }

    /// The route as faults see it.
    func call(_ request: HTTPRequest) -> FakeCall {
        let path = (RequestTarget(request.target).segments ?? []).joined(separator: "/")
        return FakeCall(operation.rawValue, path: "/" + path, asset: operation == .keys ? nil : item)
    }
}
