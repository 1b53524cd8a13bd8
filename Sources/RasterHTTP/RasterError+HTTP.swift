import Gateway
import HTTPCore
import Raster

extension RasterError.Code {
    /// The one place where a code gets its status (`apis.md` C and CONTRACT 1).
    var status: HTTPStatus {
        switch self {
        case .badUserInput, .apiVersionRequired, .maxAssetsExceeded, .noFiles, .deleteError,
            .libraryLimitExceeded, .ephemeralLibraryLimitExceeded:
            400
        case .unauthenticated, .invalidAPIKey: 401
        case .readOnlyKey, .ephemeralStorageLimitExceeded, .storageLimitExceeded, .libraryLocked,
            .proPlanCanceled, .forbidden:
            403
        case .libraryNotAuthorized, .organizationNotFound, .resourceNotFound, .endpointNotFound: 404
        case .methodNotAllowed: 405
        case .libraryURLTaken, .idempotencyKeyInUse: 409
        case .payloadTooLarge: 413
        case .idempotencyKeyReused: 422
        case .rateLimited: 429
        case .internalServerError: 500
        case .notSupported: 501
        case .serviceUnavailable: 503
        case .insufficientStorage: 507
        }
    }
}

extension RasterError {
    /// What a client is told about anything that was thrown.
    init(anything error: any Error) {
        switch error {
        case let error as RasterError: self = error
        case let error as StoreRefusal: self = error.shown
        case let error as StorageError: self.init(error)
        case let error as JSONMemberError: self.init(.badUserInput, "\(error.description).")
        case let error as JSONError: self.init(.badUserInput, "The body is not usable: \(error).")
        case let error as QueryError: self.init(.badUserInput, "\(error.description).")
        case let error as MultipartError:
            self.init(.badUserInput, "The multipart body is not usable: \(error.description).")
        case is BodyBrokenOff: self.init(.badUserInput, "The body ended before it was complete.")
        default:
            self.init(.internalServerError, "Something went wrong; the request can be tried again.")
        }
    }

    /// `{"error":{"code","message"}}`.
    var envelope: [UInt8] {
        var json = JSONWriter(capacity: 128)
        json.object { json in
            json.key("error")
            json.error(self)
        }
        return json.bytes
    }

    /// The whole answer, with `Retry-After` where there is a time.
    var response: HTTPResponse {
        var response = HTTPResponse(code.status, fields: Envelope.fields, body: .bytes(envelope))
        let wait = retryAfter ?? (code == .rateLimited || code == .serviceUnavailable ? .seconds(1) : nil)
        if let wait { response.fields["Retry-After"] = String(max(1, (wait.milliseconds + 999) / 1000)) }
        return response
    }
}

/// `{"data":…}` around every success of a JSON route.
enum Envelope {
    /// What every JSON answer says of itself.
    static let fields: HTTPFields = [
        "Content-Type": "application/json; charset=utf-8", "Cache-Control": "private, no-cache",
        "X-Content-Type-Options": "nosniff",
    ]

    /// `{"data":…}`, with what `write` writes.
    static func bytes(capacity: Int = 512, _ write: (inout JSONWriter) -> Void) -> [UInt8] {
        var json = JSONWriter(capacity: capacity)
        json.object { json in
            json.key("data")
            write(&json)
        }
        return json.finish()
    }

    /// A whole answer around what `write` writes.
    static func response(
        _ status: HTTPStatus = .ok, capacity: Int = 512, _ write: (inout JSONWriter) -> Void
    ) -> HTTPResponse {
        HTTPResponse(status, fields: fields, body: .bytes(bytes(capacity: capacity, write)))
    }

    /// A whole answer with `elements`, each as `write` writes it.
    static func list<Element>(
        _ elements: [Element], _ write: (inout JSONWriter, Element) -> Void
    ) -> HTTPResponse {
        response { $0.array(of: elements, write) }
    }

    /// An answer to a change, in the form that is kept for a repetition.
    static func answer(_ status: Int = 200, _ write: (inout JSONWriter) -> Void) -> Answer {
        Answer(status, bytes(write))
    }
}

extension Answer {
    /// The answer as it goes out.
    var response: HTTPResponse {
        HTTPResponse(HTTPStatus(status), fields: Envelope.fields, body: .bytes(body))
    }
}
