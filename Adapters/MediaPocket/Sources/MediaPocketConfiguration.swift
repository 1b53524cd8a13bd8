/// What an operator may set about one Media Pocket account.
public struct MediaPocketConfiguration: Sendable {
    /// Where the API is: a scheme and a host, such as `https://demo.mediapocket.fi`, without a slash at the end.
    public let address: String
    /// The path below which the API lies, without a slash at the end.
    public let path: String
    /// The key that every request to the API carries.
    public let secret: MediaPocketSecret
    /// The hosts from which files are fetched.
    let downloadHosts: DownloadHosts
    /// Whether the store's own trash mirrors the catalog's.
    public var nativeTrash = false
    /// The most time for the head of one answer.
    public var requestTime: Duration = .seconds(30)
    /// How long after that a call without an answer may still have an effect.
    public var settleTime: Duration = .seconds(60)
    /// How many requests at once the account bears; nothing is documented.
    public var concurrency = 8

    /// The path of the documentation.
    public static let documentedPath = "/api/v2"

    /// The account at `address`, reached with `secret`.
    ///
    /// Files are fetched from its own host, and from those in `downloadHosts` besides: those without a port at any, the
    /// others at theirs alone. Where `address` is on this machine, `localhost`, `127.0.0.1` and `[::1]` are its own host,
    /// at any port.
    public init(
        address: String, secret: MediaPocketSecret, path: String = documentedPath,
        downloadHosts: [String] = []
    ) throws(MediaPocketConfigurationError) {
        guard let place = FileAddress(address), place.target == "/" else { throw .address }
        self.address = place.origin
        self.secret = secret
        self.path = path.hasSuffix("/") ? String(path.dropLast()) : path
        guard self.path.hasPrefix("/"), self.path.utf8.allSatisfy(\.isInPath) else { throw .path }
        guard let hosts = DownloadHosts(place, downloadHosts) else { throw .downloadHost }
        self.downloadHosts = hosts
    }

    /// Whether files may be fetched without encryption: only where the API is reached like that too.
    var allowsPlain: Bool { address.hasPrefix("http:") }
}

/// A key of Media Pocket, which nothing prints.
public struct MediaPocketSecret: Sendable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    let text: String

    /// The key `text`, 1 to 512 visible ASCII characters; its form is not documented.
    public init(_ text: String) throws(MediaPocketConfigurationError) {
        guard !text.isEmpty else { throw .noKey }
        guard text.utf8.count <= 512, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw .brokenKey
        }
        self.text = text
    }

    /// `…`, whatever the key.
    public var description: String { "…" }
    /// `…`, whatever the key.
    public var debugDescription: String { description }
    /// Nothing.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// Why a configuration cannot be used.
public enum MediaPocketConfigurationError: Error, Equatable, CustomStringConvertible {
    /// The address is not a scheme and a host.
    case address
    /// The path does not begin with a slash, or has what does not belong there.
    case path
    /// The key is empty.
    case noKey
    /// The key is too long, or has blanks or other signs that no header may hold.
    case brokenKey
    /// A download host is no host, or has a scheme or a path.
    case downloadHost

    /// A sentence for the operator, without any value.
    public var description: String {
        switch self {
        case .address:
            "the address must be https:// and a host, with a port where it needs one, and nothing else"
        case .path: "the path must begin with a slash and hold no blanks, queries or fragments"
        case .noKey: "the key is empty"
        case .brokenKey: "the key must have at most 512 signs, without blanks and other than ASCII"
        case .downloadHost: "a download host must be a host, with a port where it needs one, and nothing else"
        }
    }
}

extension UInt8 {
    /// Whether this is a letter, a digit, `-` or `_`.
    var isWordOrHyphen: Bool {
        switch self {
        case 0x61...0x7A, 0x41...0x5A, 0x30...0x39, UInt8(ascii: "-"), UInt8(ascii: "_"): true
        default: false
        }
    }

    /// Whether this may stand in the path of an address.
    fileprivate var isInPath: Bool { isWordOrHyphen || "/.:~%[]@!$&'()*+,;=".utf8.contains(self) }
}
