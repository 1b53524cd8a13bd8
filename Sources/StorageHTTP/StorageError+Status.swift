public import HTTPCore
public import Raster

extension StorageError {
    /// What an answer that is no success amounts to, by the one table of ``StatusMeaning``.
    ///
    /// Holds our own words, the status and the vendor's error code, if it is 1 to 40 letters and underscores; never
    /// the vendor's text. `now` is what a `Retry-After` with a date is counted from.
    public init(
        status: HTTPStatus, fields: HTTPFields = [:], method: HTTPMethod, code: String? = nil, now: Timestamp
    ) {
        let meaning = StatusMeaning(of: status)
        let wait = RetryAfter.wait(in: fields, now: now)
        let error = StorageError(
            meaning.kind, meaning.message,
            retry: meaning.mayRepeat ? wait.map { .after($0) } ?? .allowed : .never,
            effect: meaning.effect == .unknown ? .unanswered(method) : .none, side: meaning.side
        ).with("status", status.code)
        self = code.flatMap(VendorCode.init).map { error.with("code", $0.text) } ?? error
    }
}

extension StorageError.Effect {
    /// What a request leaves behind of which nobody knows how far it came: nothing where it only reads.
    public static func unanswered(_ method: HTTPMethod) -> Self {
        method.isSafe ? .none : .unknown
    }
}

extension HTTPMethod {
    /// Whether a request only reads (RFC 9110, 9.2.1).
    var isSafe: Bool { self == .get || self == .head || self == .options }
}

/// A vendor's error code that may stand in a log.
struct VendorCode {
    let text: String

    init?(_ text: String) {
        let bytes = text.utf8
        guard (1...40).contains(bytes.count), bytes.allSatisfy(Self.isAllowed) else { return nil }
        self.text = text
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte | 0x20) || byte == UInt8(ascii: "_")
    }
}
