import FakeKit
import HTTPCore

/// One of the vendor's errors: a status, and the text in `error`.
struct PocketProblem: Error, Equatable {
    let status: HTTPStatus
    let text: String

    private init(_ status: HTTPStatus, _ text: String) { (self.status, self.text) = (status, text) }

    static let unauthorized = Self(401, "Unauthorized")
    static let broken = Self(500, "Internal Server Error")
    static let unknownRoute = Self(404, "Not Found")
    static let foreign = Self(403, "Not allowed to perform this action")
    static let taken = Self(400, "External id has already been taken")
    static let longTitle = Self(400, "Title is too long (maximum is 255 characters)")
    static let blankTitle = Self(400, "Title can't be blank")
    static let noURL = Self(400, "not a valid HTTP URL")
    static let notInBin = Self(400, "Can not restore Assets that is not in trash bin")
    static let malformed = Self(400, "Bad Request")
    /// Told with 200.
    static let unknownProject = Self(200, "Project not found.")

    /// `kind` is `asset`, `project`, `collection` or `article`.
    static func unknown(_ kind: String) -> Self { .init(404, "\(kind) not found") }
    static func denied(_ permission: PocketUser.Permission) -> Self {
        .init(403, "Permission denied. Must have \(permission.rawValue) permissions.")
    }
    static func missing(_ parameter: String) -> Self { .init(422, "Missing parameter \(parameter)") }
    static func invalid(_ parameter: String, _ value: JSONValue, _ rule: String) -> Self {
        let value = String(decoding: value.bytes, as: UTF8.self)
        return .init(422, "Invalid parameter '\(parameter)' value \(value): \(rule)")
    }
    static func unknownAction(_ id: String) -> Self { .init(404, "Couldn't find DagAction with 'id'=\(id)") }
    static func unknownComment(_ id: String) -> Self {
        let place = #"[WHERE "comments"."target_id" = $1 AND "comments"."target_type" = $2]"#
        return .init(404, "Couldn't find Comment with 'id'=\(id) \(place)")
    }
    static func unknownMedia(_ id: String) -> Self {
        .init(404, "Couldn't find Media with 'id'=\(id) [WHERE \"media\".\"asset_id\" = $1]")
    }
    /// Told with 200.
    static func noParent(_ id: String) -> Self { .init(200, "\(id) does not have a parent project") }
    static func already(_ state: String) -> Self { .init(400, "Collection is \(state) already") }

    /// The error with this status, for faults.
    static func of(_ status: HTTPStatus) -> Self {
        let texts = [401: "Unauthorized", 403: "Forbidden", 404: "Not found", 422: "Unprocessable Entity"]
        return Self(status, texts[status.code] ?? (status.code >= 500 ? broken.text : malformed.text))
    }

    /// The answer.
    var response: HTTPResponse {
        .json(status) { json in
            json.object { json in
                // That of Rails, which adds the status, and not that of the API.
                if self == .unknownRoute { json.member("status", status.code) }
                json.member("error", text)
            }
        }
    }
}
