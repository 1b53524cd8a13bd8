public import HTTPCore
public import Raster

/// What the status of an answer means for a store: one row of the error table.
///
/// Adapters and their tests print it; ``StorageError/init(status:fields:method:code:now:)`` turns it into an error.
public struct StatusMeaning: Sendable, Equatable {
    /// What a request that changes something has left behind; one that only reads never leaves anything.
    public enum Effect: Sendable { case none, unknown }

    /// What happened.
    public let kind: StorageError.Kind
    /// Whether the same request may be made again; when, says a `Retry-After`.
    public let mayRepeat: Bool
    /// What a request that changes something has left behind.
    public let effect: Effect
    /// Who is to blame.
    public let side: StorageError.Side
    /// Our words for it.
    public let message: String

    init(
        _ kind: StorageError.Kind, _ message: String, mayRepeat: Bool = false, effect: Effect = .none,
        side: StorageError.Side = .target
    ) {
        self.kind = kind
        self.message = message
        self.mayRepeat = mayRepeat
        self.effect = effect
        self.side = side
    }

    /// The meaning of `status`: its own row where it has one, else that of its class.
    ///
    /// A definite 4xx is a refusal: nothing happened. So are 503 and 429, by RFC 9110 and RFC 6585, and the statuses
    /// with which a proxy says that it never reached the store. Any other 5xx may come from something that broke
    /// after the change was made, and a success that nobody asked for may be one: their effect is unknown.
    public init(of status: HTTPStatus) {
        self = Self.rows[status.code] ?? Self.ofClass(status.code / 100)
    }

    private static func ofClass(_ first: Int) -> StatusMeaning {
        switch first {
        case 3: StatusMeaning(.malformed, "a redirect that nobody asked for", effect: .unknown)
        case 4: StatusMeaning(.invalid, "the store refuses the request", side: .gateway)
        case 5: broken
        default: StatusMeaning(.malformed, "a status that means nothing here", effect: .unknown)
        }
    }

    private static let broken = StatusMeaning(
        .unavailable, "something broke in the store", mayRepeat: true, effect: .unknown)
    private static let moved = StatusMeaning(.malformed, "a redirect that nobody asked for")
    private static let badRequest = StatusMeaning(
        .invalid, "the store did not understand the request", side: .gateway)
    private static let gone = StatusMeaning(.notFound, "the store has no such thing")
    private static let cannot = StatusMeaning(.unsupported, "the store cannot do this")
    private static let credential = StatusMeaning(
        .denied, "the gateway's credential does not allow this", side: .gateway)
    private static let limited = StatusMeaning(
        .rateLimited, "the store wants to be asked later", mayRepeat: true)
    private static let late = StatusMeaning(
        .timedOut, "the store did not answer in time", mayRepeat: true, effect: .unknown)
    private static let away = StatusMeaning(.unavailable, "the store cannot be reached", mayRepeat: true)

    /// RFC 9110, 15, RFC 4918, RFC 6585, RFC 8470; from 520 on what Cloudflare's proxies say.
    private static let rows: [Int: StatusMeaning] = [
        301: moved, 302: moved, 307: moved, 308: moved,
        400: badRequest,
        401: StatusMeaning(
            .unauthenticated, "the store does not accept the gateway's credential", side: .gateway),
        402: credential,
        403: credential,
        404: gone,
        405: cannot,
        407: StatusMeaning(.denied, "the proxy wants a credential", side: .gateway),
        408: StatusMeaning(.timedOut, "the store did not get the request in time", mayRepeat: true),
        409: StatusMeaning(.alreadyExists, "the store has such a thing already"),
        410: gone,
        412: StatusMeaning(.preconditionFailed, "it has changed in the store"),
        413: StatusMeaning(.tooLarge, "it is larger than the store takes"),
        416: StatusMeaning(.invalid, "the range reaches beyond the end", side: .client),
        421: away,
        422: badRequest,
        423: limited, 425: limited, 429: limited,
        428: StatusMeaning(.preconditionFailed, "the store wants a condition", side: .gateway),
        451: StatusMeaning(.denied, "the store may not give this out"),
        501: cannot,
        503: away,
        504: late,
        505: cannot,
        507: StatusMeaning(.insufficientStorage, "the store has no space left"),
        511: away,
        521: away, 523: away, 525: away, 526: away,
        522: late, 524: late,
    ]
}
