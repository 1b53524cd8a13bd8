public import Bytes
import Crypto
public import Raster

/// A secret that is shown once and never kept: only its digest is.
public struct NewSecret: Sendable {
    /// The text for the client.
    public let text: String

    /// What is kept of it.
    public let digest: SHA256Digest

    init(_ text: String) throws {
        self.text = text
        digest = try NewSecret.digest(of: text)
    }

    /// What is kept of the secret `text`, and what it is found by.
    public static func digest(of text: String) throws -> SHA256Digest { try SHA256.digest(text.utf8) }
}

/// Makes identifiers and secrets from the system's random source.
public struct IdentifierSource: Sendable {
    private static let alphanumerics = Array("abcdefghijklmnopqrstuvwxyz0123456789".utf8)
    private static let base32 = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)
    private static let base64url = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
    private let random: any RandomSource

    /// Identifiers made from `random`.
    public init(_ random: any RandomSource) { self.random = random }

    /// 14 characters of `[a-z0-9]`, evenly distributed: 72 bits.
    public func identifier() -> String {
        var text: [UInt8] = []
        while text.count < 14 {
            // Bytes of 252 and more would make the first characters of the alphabet likelier.
            for byte in random.bytes(20) where byte < 252 && text.count < 14 {
                text.append(Self.alphanumerics[Int(byte % 36)])
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// An API key's secret: `rk_` and 200 random bits.
    public func keySecret() throws -> NewSecret { try NewSecret("rk_" + token()) }

    /// 256 random bits in base64url (RFC 4648, 5) without padding: 43 characters.
    public func fetchToken() -> String {
        var (bits, count, text) = (UInt32(0), UInt32(0), [UInt8]())
        for byte in random.bytes(32) {
            (bits, count) = (bits << 8 | UInt32(byte), count + 8)
            while count >= 6 {
                count -= 6
                text.append(Self.base64url[Int(bits >> count & 63)])
            }
            bits &= 63
        }
        if count > 0 { text.append(Self.base64url[Int(bits << (6 - count) & 63)]) }
        return String(decoding: text, as: UTF8.self)
    }

    /// A number from 0 up to 1, for pauses that many should not share.
    func jitter() -> Double { random.bytes(2).reduce(0.0) { ($0 + Double($1)) / 256 } }

    /// 200 random bits as 40 characters of base 32.
    public func token() -> String {
        String(decoding: random.bytes(40).map { Self.base32[Int($0 & 31)] }, as: UTF8.self)
    }
}
