public import Bytes

/// The verb of a request; any token is one, known or not.
public struct HTTPMethod: RawRepresentable, Hashable, Sendable {
    /// The token as it was sent; methods are case-sensitive (RFC 9110, 9.1).
    public let rawValue: String

    /// The method spelled `rawValue`.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Reads.
    public static let get = Self(rawValue: "GET")
    /// Reads without the body.
    public static let head = Self(rawValue: "HEAD")
    /// Creates or acts.
    public static let post = Self(rawValue: "POST")
    /// Replaces.
    public static let put = Self(rawValue: "PUT")
    /// Changes.
    public static let patch = Self(rawValue: "PATCH")
    /// Removes.
    public static let delete = Self(rawValue: "DELETE")
    /// Asks what is allowed.
    public static let options = Self(rawValue: "OPTIONS")
}

/// The three digits of an answer.
public struct HTTPStatus: Hashable, Sendable, ExpressibleByIntegerLiteral {
    /// 100 to 599.
    public let code: Int

    /// The status with this number.
    public init(_ code: Int) { self.code = code }

    /// The status with this number.
    public init(integerLiteral code: Int) { self.code = code }

    /// Success with a body.
    public static let ok: Self = 200
    /// Something new exists.
    public static let created: Self = 201
    /// Taken on, not done yet.
    public static let accepted: Self = 202
    /// Success without a body.
    public static let noContent: Self = 204
    /// A part, as asked for.
    public static let partialContent: Self = 206
    /// What the client has is still good.
    public static let notModified: Self = 304
    /// Unknown resource.
    public static let notFound: Self = 404
    /// Known resource, other verb.
    public static let methodNotAllowed: Self = 405
    /// The part asked for lies outside.
    public static let rangeNotSatisfiable: Self = 416
}

/// Why a server itself refuses a request that no handler has seen.
public enum HTTPRefusal: Sendable, Equatable {
    /// The framing or the head breaks a rule; the text says which, for the client.
    case malformed(String)
    /// More requests or connections at once than the server takes.
    case overloaded
    /// The server is going down.
    case draining
    /// The handler did not answer in time.
    case timedOut
}

/// What a client asks, with its body still on the way.
public struct HTTPRequest: Sendable {
    /// The verb.
    public var method: HTTPMethod
    /// The request target exactly as it was sent, such as `/a%20b?c=d`; nothing is decoded.
    public var target: String
    /// The header fields.
    public var fields: HTTPFields
    /// The body, or `nil` where the request has none; its `length` is the Content-Length, if one was sent.
    public var body: ByteStream?
    /// The address at the other end of the socket, without port, such as `127.0.0.1` or `::1`.
    public var peer: String
    /// By what an answer to it can be found again, for a request without a body; `nil` where nobody will look.
    public var image: RequestImage?
    /// How a transport should carry it; of no concern to handlers.
    public var transfer = TransferOptions()

    /// A request; the defaults suit tests and loopback use.
    public init(
        _ method: HTTPMethod, _ target: String, fields: HTTPFields = [:], body: ByteStream? = nil,
        peer: String = "127.0.0.1"
    ) {
        self.method = method
        self.target = target
        self.fields = fields
        self.body = body
        self.peer = peer
    }
}

/// The body of an answer, in the form its source has it.
public enum HTTPBody: Sendable {
    /// No body; `Content-Length: 0` where the status allows one.
    case empty
    /// Bytes in memory.
    case bytes([UInt8])
    /// Part of a file, for `sendfile`.
    case file(FileSlice)
    /// Bytes to be pulled; chunked unless the stream knows its length.
    case stream(ByteStream)
    /// No bytes, though the same answer to a GET would have this many (an answer to HEAD).
    case suppressed(length: Int)

    /// The number of bytes, where known.
    public var length: Int? {
        switch self {
        case .empty: 0
        case .bytes(let bytes): bytes.count
        case .file(let slice): slice.range.length
        case .stream(let stream): stream.length
        case .suppressed(let length): length
        }
    }
}

/// An answer.
public struct HTTPResponse: Sendable {
    /// The status.
    public var status: HTTPStatus
    /// The header fields, without those of framing: the server adds Content-Length or Transfer-Encoding.
    public var fields: HTTPFields
    /// The body.
    public var body: HTTPBody
    /// Whether the connection ends with this answer.
    public var closesConnection: Bool
    /// Whether nothing of it is sent: the connection is reset instead, as a fake does that is told to fail.
    public var isWithheld = false

    /// An answer.
    public init(
        _ status: HTTPStatus, fields: HTTPFields = [:], body: HTTPBody = .empty,
        closesConnection: Bool = false
    ) {
        self.status = status
        self.fields = fields
        self.body = body
        self.closesConnection = closesConnection
    }
}
