/// A refusal as clients see it: a code they act on and a sentence for people.
///
/// The codes and when each is used: CONTRACT 1 and `apis.md` C. Messages are written here or in the gateway,
/// never taken from a backend.
public struct RasterError: Error, Sendable, Equatable {
    /// The published codes.
    public enum Code: String, Sendable, CaseIterable {
        case unauthenticated = "UNAUTHENTICATED"
        case invalidAPIKey = "INVALID_API_KEY"
        case apiVersionRequired = "API_VERSION_REQUIRED"
        case libraryNotAuthorized = "API_KEY_NOT_AUTHORIZED_FOR_LIBRARY"
        case readOnlyKey = "API_KEY_READ_ONLY"
        case organizationNotFound = "ORGANIZATION_NOT_FOUND"
        case resourceNotFound = "RESOURCE_NOT_FOUND"
        case endpointNotFound = "ENDPOINT_NOT_FOUND"
        case methodNotAllowed = "METHOD_NOT_ALLOWED"
        case badUserInput = "BAD_USER_INPUT"
        case maxAssetsExceeded = "MAX_ASSETS_EXCEEDED"
        case payloadTooLarge = "PAYLOAD_TOO_LARGE"
        case noFiles = "UPLOAD_ERROR_NO_FILES"
        case deleteError = "DELETE_ERROR"
        case libraryLimitExceeded = "LIBRARY_LIMIT_EXCEEDED"
        case ephemeralLibraryLimitExceeded = "EPHEMERAL_LIBRARY_LIMIT_EXCEEDED"
        case ephemeralStorageLimitExceeded = "EPHEMERAL_STORAGE_LIMIT_EXCEEDED"
        case storageLimitExceeded = "STORAGE_LIMIT_EXCEEDED"
        case libraryLocked = "LIBRARY_LOCKED"
        case proPlanCanceled = "PRO_PLAN_CANCELED"
        case libraryURLTaken = "LIBRARY_URL_TAKEN"
        case idempotencyKeyReused = "IDEMPOTENCY_KEY_REUSED"
        case idempotencyKeyInUse = "IDEMPOTENCY_KEY_IN_USE"
        case forbidden = "FORBIDDEN"
        case rateLimited = "RATE_LIMITED"
        case notSupported = "NOT_SUPPORTED"
        case serviceUnavailable = "SERVICE_UNAVAILABLE"
        case insufficientStorage = "INSUFFICIENT_STORAGE"
        case internalServerError = "INTERNAL_SERVER_ERROR"
    }

    /// What clients act on.
    public let code: Code
    /// What people read: safe to show, says what to do.
    public let message: String
    /// When to try again, where the code asks for it.
    public let retryAfter: Duration?

    /// A refusal.
    public init(_ code: Code, _ message: String, retryAfter: Duration? = nil) {
        self.code = code
        self.message = message
        self.retryAfter = retryAfter
    }
}
