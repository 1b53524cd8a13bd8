import HTTPCore

/// One of the vendor's errors.
struct ImgbtProblem: Error, Equatable {
    let status: HTTPStatus
    let code: String
    let message: String

    private init(_ status: HTTPStatus, _ code: String, _ message: String) {
        (self.status, self.code, self.message) = (status, code, message)
    }

    static func invalid(_ message: String) -> Self { .init(400, "INVALID_PARAMS", message) }
    static let unauthorized = Self(401, "UNAUTHORIZED", "A valid API key is required")
    static let forbidden = Self(403, "FORBIDDEN", "This key may not write")
    static let unknownAsset = Self(404, "ASSET_NOT_FOUND", "Asset not found")
    static let unknown = Self(404, "NOT_FOUND", "Not found")
    static let conflict = Self(409, "CONFLICT", "An asset with this filename exists at this path")
    static let tooLarge = Self(413, "PAYLOAD_TOO_LARGE", "The file is larger than 100MB")
    static let limited = Self(429, "RATE_LIMITED", "Too many requests")
    static let broken = Self(500, "INTERNAL_ERROR", "Something went wrong")

    /// Every code there is.
    static let all = [
        invalid("Invalid parameters"), unauthorized, forbidden, unknownAsset, unknown, conflict, tooLarge,
        limited,
        broken,
    ]

    /// The error with this status, or one that is made up after the nearest.
    static func of(_ status: HTTPStatus) -> Self {
        if let known = all.first(where: { $0.status == status }) { return known }
        let near = status.code >= 500 ? broken : all[0]
        return Self(status, near.code, near.message)
    }

    /// The answer, as the dialect spells codes.
    func response(_ dialect: ImgbtDialect) -> HTTPResponse {
        var json = JSONWriter()
        json.object { json in
            json.object("error") { json in
                json.member("code", dialect == .sdk ? lowerCase : code)
                json.member("message", message)
                json.member("status", status.code)
            }
        }
        return HTTPResponse(
            status, fields: ["Content-Type": "application/json"], body: .bytes(json.finish()))
    }

    private var lowerCase: String { code == "ASSET_NOT_FOUND" ? "not_found" : code.lowercased() }
}
