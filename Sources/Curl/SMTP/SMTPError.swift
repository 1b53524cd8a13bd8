import CCurl

/// Why a mail was not handed over; it holds neither credentials, nor addresses, nor the server's own words.
public struct SMTPError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What happened.
    public enum Kind: Sendable, Equatable {
        /// The host is unknown, nothing listens there, or the connection broke.
        case unreachable
        /// The server took too long.
        case timedOut
        /// The server does not do TLS, or not with a certificate that counts.
        case insecure
        /// The server did not take the user or the password.
        case loginRefused
        /// The server refused for now: a status of 400 to 499.
        case refusedForNow(Int)
        /// The server refused for good: a status of 500 to 599.
        case refused(Int)
        /// The caller went away.
        case cancelled
        /// libcurl could not do it, for the reason of this number.
        case failed(Int)
    }

    /// What happened.
    public let kind: Kind
    /// Whether the whole message had been sent, so that the server may have taken it nevertheless.
    public let mayBeDelivered: Bool

    init(_ kind: Kind, mayBeDelivered: Bool = false) {
        self.kind = kind
        self.mayBeDelivered = mayBeDelivered
    }

    /// What a transfer that ended with `code` came to, whose last status was `status`.
    init(_ code: CURLcode, status: Int, sentAll: Bool) {
        kind = Self.kind(code, status)
        // A refusal is an answer; without one after the last byte, nobody knows.
        mayBeDelivered = sentAll && !(400...599).contains(status)
    }

    private static func kind(_ code: CURLcode, _ status: Int) -> Kind {
        switch code {
        case CURLE_ABORTED_BY_CALLBACK: return .cancelled
        case CURLE_LOGIN_DENIED: return .loginRefused
        case CURLE_USE_SSL_FAILED, CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION,
            CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER:
            return .insecure
        default: break
        }
        switch status {
        // The server wants a login, or a better one: that is about this gateway and not about the mail.
        case 530, 534, 535, 538: return .loginRefused
        case 400...499: return .refusedForNow(status)
        case 500...599: return .refused(status)
        default: break
        }
        return switch code {
        case CURLE_OPERATION_TIMEDOUT: .timedOut
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_CONNECT, CURLE_GOT_NOTHING, CURLE_SEND_ERROR,
            CURLE_RECV_ERROR, CURLE_WEIRD_SERVER_REPLY, CURLE_PARTIAL_FILE:
            .unreachable
        default: .failed(Int(code.rawValue))
        }
    }

    /// One sentence for operators.
    public var description: String {
        switch kind {
        case .unreachable: "the mail server cannot be reached, or broke the connection off"
        case .timedOut: "the mail server took too long to answer"
        case .insecure: "the mail server does no TLS here, or its certificate does not count"
        case .loginRefused: "the mail server did not take the username and password"
        case .refusedForNow(let status): "the mail server refused for now, with \(status)"
        case .refused(let status): "the mail server refused for good, with \(status)"
        case .cancelled: "sending was broken off"
        case .failed(let code): "libcurl gave up with \(code)"
        }
    }
}
