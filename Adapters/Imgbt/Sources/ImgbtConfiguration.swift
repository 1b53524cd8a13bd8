/// What an operator may set about one imgbt vault.
public struct ImgbtConfiguration: Sendable {
    /// The vault, as imgbt spells it in paths and host names.
    public let vault: String
    /// The path of the vault's assets below the API's address, such as `/api/v1/vaults/main/assets`.
    public let path: String
    /// The address below which the vault's files are delivered, such as `https://main.imgbt.com`.
    public let deliveryURL: String
    /// The key that every request carries.
    public let secret: ImgbtSecret
    /// The most time for one request; an upload has a second more for every 256 KiB of its file.
    public var requestTime: Duration = .seconds(120)
    /// How long after that an upload without an answer may still appear.
    public var settleTime: Duration = .seconds(60)
    /// How many requests at once the vault bears.
    public var concurrency = 8
    /// How many assets are asked for in one page, 1 to 100: the SDK knows no larger pages.
    public var pageSize = 100

    /// The path of the documentation; the SDK's is `/v1/assets`.
    public static let documentedPath = "/api/v1/vaults/{vault}/assets"
    /// Where imgbt delivers the files of a vault without a domain of its own.
    public static let documentedDeliveryURL = "https://{vault}.imgbt.com"

    /// The vault `vault`, reached with `secret`; `{vault}` in `path` and `deliveryURL` stands for its name.
    public init(
        vault: String, secret: ImgbtSecret, path: String = documentedPath,
        deliveryURL: String = documentedDeliveryURL
    ) throws(ImgbtConfigurationError) {
        guard (1...64).contains(vault.utf8.count), vault.utf8.allSatisfy(\.isWordOrHyphen) else {
            throw .vault
        }
        self.vault = vault
        self.secret = secret
        self.path = Self.fill(path, vault)
        self.deliveryURL = Self.fill(deliveryURL, vault)
        guard self.path.hasPrefix("/"), self.path.utf8.allSatisfy(\.isInPath) else { throw .path }
        guard self.deliveryURL.hasPrefix("https://") || self.deliveryURL.hasPrefix("http://"),
            self.deliveryURL.utf8.allSatisfy(\.isInPath)
        else { throw .deliveryURL }
    }

    private static func fill(_ template: String, _ vault: String) -> String {
        let text = template.split(separator: "{vault}", omittingEmptySubsequences: false).joined(
            separator: vault)
        return text.hasSuffix("/") ? String(text.dropLast()) : text
    }
}

/// A secret key of imgbt, which nothing prints.
public struct ImgbtSecret: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable
{
    let text: String

    /// The key `text`, which must begin with `sk_`: a `pk_` key may only read.
    public init(_ text: String) throws(ImgbtConfigurationError) {
        guard !text.hasPrefix("pk_") else { throw .publicKey }
        guard text.hasPrefix("sk_") else { throw .noSecretKey }
        guard (4...512).contains(text.utf8.count), text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw .brokenKey
        }
        self.text = text
    }

    /// `sk_…`, whatever the key.
    public var description: String { "sk_…" }
    /// `sk_…`, whatever the key.
    public var debugDescription: String { description }
    /// Nothing.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// Why a configuration cannot be used.
public enum ImgbtConfigurationError: Error, Equatable, CustomStringConvertible {
    /// The vault's name has no form that fits a path and a host name.
    case vault
    /// The path does not begin with a slash, or has what does not belong there.
    case path
    /// The address has no scheme, or has what does not belong there.
    case deliveryURL
    /// The key may only read.
    case publicKey
    /// The key is of no kind that imgbt gives out.
    case noSecretKey
    /// The key is too short, too long, or has blanks or other signs that no header may hold.
    case brokenKey

    /// A sentence for the operator, without any value.
    public var description: String {
        switch self {
        case .vault: "the vault must have 1 to 64 letters, digits, hyphens or underscores"
        case .path: "the path must begin with a slash and hold no blanks, queries or fragments"
        case .deliveryURL:
            "the delivery URL must begin with https:// and hold no blanks, queries or fragments"
        case .publicKey: "the key is a public one (pk_…), which may only read: a secret key (sk_…) is needed"
        case .noSecretKey: "the key must be a secret key of imgbt, which begins with sk_"
        case .brokenKey: "the key has not the form of a secret key: 4 to 512 signs without blanks"
        }
    }
}

extension UInt8 {
    /// Whether this is a letter, a digit, `-` or `_`.
    var isWordOrHyphen: Bool {
        isLowerOrDigit || (0x41...0x5A).contains(self) || self == UInt8(ascii: "-")
            || self == UInt8(ascii: "_")
    }

    /// Whether this is one of `a` to `z` or `0` to `9`.
    var isLowerOrDigit: Bool { (0x61...0x7A).contains(self) || (0x30...0x39).contains(self) }

    /// Whether this may stand in the part of an address before a query.
    fileprivate var isInPath: Bool { isWordOrHyphen || "/.:~%[]@!$&'()*+,;=".utf8.contains(self) }
}
