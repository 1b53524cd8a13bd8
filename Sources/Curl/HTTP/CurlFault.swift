import CCurl
import HTTPCore

/// What a code of libcurl comes to, and the one table that says so.
struct CurlFault: Equatable {
    /// The cases of `HTTPTransportError`, without their texts.
    enum Kind: Equatable {
        case unreachable, untrusted, refused, interrupted, malformed, timedOut, cancelled
    }

    /// What it is where not a byte of the request has been sent.
    let before: Kind
    /// What it is where some have.
    let after: Kind

    private init(_ before: Kind, _ after: Kind) {
        self.before = before
        self.after = after
    }

    /// Most of them: the network, this machine, or a code of another protocol that HTTP never returns.
    private static let broken = CurlFault(.unreachable, .interrupted)
    private static let trust = CurlFault(.untrusted, .interrupted)
    private static let refusal = CurlFault(.refused, .interrupted)
    private static let nonsense = CurlFault(.unreachable, .malformed)

    /// The number behind the last code that the library's header knows.
    static let codes = CURL_LAST.rawValue

    /// What `code` comes to.
    static func of(_ code: CURLcode) -> CurlFault { table[code.rawValue] ?? broken }

    /// Every code of libcurl 7.88 to 8.17 but `CURLE_OK`, by number, since a header may not know the newest.
    static let table: [UInt32: CurlFault] = [
        // UNSUPPORTED_PROTOCOL: of an address, or an answer without a head, which is HTTP/0.9.
        1: CurlFault(.refused, .malformed),
        2: broken,  // FAILED_INIT
        3: refusal,  // URL_MALFORMAT
        4: refusal,  // NOT_BUILT_IN
        5: broken,  // COULDNT_RESOLVE_PROXY
        6: broken,  // COULDNT_RESOLVE_HOST
        7: broken,  // COULDNT_CONNECT
        8: nonsense,  // WEIRD_SERVER_REPLY
        9: broken,  // REMOTE_ACCESS_DENIED (FTP)
        10: broken,  // FTP_ACCEPT_FAILED
        11: broken,  // FTP_WEIRD_PASS_REPLY
        12: broken,  // FTP_ACCEPT_TIMEOUT
        13: broken,  // FTP_WEIRD_PASV_REPLY
        14: broken,  // FTP_WEIRD_227_FORMAT
        15: broken,  // FTP_CANT_GET_HOST
        16: nonsense,  // HTTP2
        17: broken,  // FTP_COULDNT_SET_TYPE
        18: broken,  // PARTIAL_FILE
        19: broken,  // FTP_COULDNT_RETR_FILE
        20: broken,  // obsolete
        21: broken,  // QUOTE_ERROR
        22: broken,  // HTTP_RETURNED_ERROR, which is not asked for
        23: broken,  // WRITE_ERROR
        24: broken,  // obsolete
        25: broken,  // UPLOAD_FAILED
        26: broken,  // READ_ERROR
        27: broken,  // OUT_OF_MEMORY
        28: CurlFault(.unreachable, .timedOut),  // OPERATION_TIMEDOUT
        29: broken,  // obsolete
        30: broken,  // FTP_PORT_FAILED
        31: broken,  // FTP_COULDNT_USE_REST
        32: broken,  // obsolete
        33: nonsense,  // RANGE_ERROR
        34: broken,  // HTTP_POST_ERROR; obsolete
        35: broken,  // SSL_CONNECT_ERROR: also a connection that breaks in the handshake
        36: broken,  // BAD_DOWNLOAD_RESUME
        37: broken,  // FILE_COULDNT_READ_FILE
        38: broken,  // LDAP_CANNOT_BIND
        39: broken,  // LDAP_SEARCH_FAILED
        40: broken,  // obsolete
        41: broken,  // FUNCTION_NOT_FOUND
        42: CurlFault(.cancelled, .cancelled),  // ABORTED_BY_CALLBACK
        43: refusal,  // BAD_FUNCTION_ARGUMENT
        44: broken,  // obsolete
        45: broken,  // INTERFACE_FAILED
        46: broken,  // obsolete
        47: refusal,  // TOO_MANY_REDIRECTS, which libcurl is not told to follow
        48: refusal,  // UNKNOWN_OPTION
        49: refusal,  // SETOPT_OPTION_SYNTAX
        50: broken,  // obsolete
        51: trust,  // obsolete: PEER_FAILED_VERIFICATION of old
        52: broken,  // GOT_NOTHING
        53: trust,  // SSL_ENGINE_NOTFOUND
        54: trust,  // SSL_ENGINE_SETFAILED
        55: broken,  // SEND_ERROR
        56: broken,  // RECV_ERROR
        57: broken,  // obsolete
        58: trust,  // SSL_CERTPROBLEM
        59: trust,  // SSL_CIPHER
        60: trust,  // PEER_FAILED_VERIFICATION
        61: nonsense,  // BAD_CONTENT_ENCODING
        62: broken,  // obsolete
        63: nonsense,  // FILESIZE_EXCEEDED
        64: trust,  // USE_SSL_FAILED
        65: broken,  // SEND_FAIL_REWIND
        66: trust,  // SSL_ENGINE_INITFAILED
        67: broken,  // LOGIN_DENIED
        68: broken,  // TFTP_NOTFOUND
        69: broken,  // TFTP_PERM
        70: broken,  // REMOTE_DISK_FULL
        71: broken,  // TFTP_ILLEGAL
        72: broken,  // TFTP_UNKNOWNID
        73: broken,  // REMOTE_FILE_EXISTS
        74: broken,  // TFTP_NOSUCHUSER
        75: broken,  // obsolete
        76: broken,  // obsolete
        77: trust,  // SSL_CACERT_BADFILE
        78: broken,  // REMOTE_FILE_NOT_FOUND
        79: broken,  // SSH
        80: broken,  // SSL_SHUTDOWN_FAILED
        81: broken,  // AGAIN
        82: trust,  // SSL_CRL_BADFILE
        83: trust,  // SSL_ISSUER_ERROR
        84: broken,  // FTP_PRET_FAILED
        85: broken,  // RTSP_CSEQ_ERROR
        86: broken,  // RTSP_SESSION_ERROR
        87: broken,  // FTP_BAD_FILE_LIST
        88: broken,  // CHUNK_FAILED
        89: broken,  // NO_CONNECTION_AVAILABLE
        90: trust,  // SSL_PINNEDPUBKEYNOTMATCH
        91: trust,  // SSL_INVALIDCERTSTATUS
        92: broken,  // HTTP2_STREAM
        93: refusal,  // RECURSIVE_API_CALL
        94: broken,  // AUTH_ERROR
        95: nonsense,  // HTTP3
        96: broken,  // QUIC_CONNECT_ERROR
        97: broken,  // PROXY
        98: trust,  // SSL_CLIENTCERT
        99: broken,  // UNRECOVERABLE_POLL
        100: nonsense,  // TOO_LARGE
        101: trust,  // ECH_REQUIRED
    ]
}

extension HTTPTransportError {
    /// What a transfer that ended with `code` failed with; `wasSent` is whether some of the request may have been sent.
    ///
    /// The text is libcurl's name of the code, which holds nothing of the request.
    init(_ code: CURLcode, wasSent: Bool) {
        let fault = CurlFault.of(code)
        self = .init(wasSent ? fault.after : fault.before, String(cString: curl_easy_strerror(code)))
    }

    /// As ``init(_:wasSent:)``, by number.
    init(code: UInt32, wasSent: Bool) { self.init(CURLcode(rawValue: code), wasSent: wasSent) }

    private init(_ kind: CurlFault.Kind, _ text: String) {
        self =
            switch kind {
            case .unreachable: .unreachable(text)
            case .untrusted: .untrusted(text)
            case .refused: .refused(text)
            case .interrupted: .interrupted(text)
            case .malformed: .malformed(text)
            case .timedOut: .timedOut
            case .cancelled: .cancelled
            }
    }
}
