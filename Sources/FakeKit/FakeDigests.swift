import Bytes
import Crypto

/// What bytes are told by, as hexadecimal digits.
public struct FakeDigests: Sendable, Equatable {
    /// Their SHA-256.
    public let sha256: String
    /// Their MD5.
    public let md5: String
}

/// Both digests in the making.
///
/// Not Sendable: one task feeds it.
final class RunningDigests {
    private let sha256: SHA256
    private let md5: MD5

    init() throws { (sha256, md5) = (try SHA256(), try MD5()) }

    /// Adds `bytes`.
    func update(_ bytes: [UInt8]) throws {
        try sha256.update(bytes)
        try md5.update(bytes)
    }

    /// The digests of all that was added; once, since nothing can follow.
    func finish() throws -> FakeDigests {
        FakeDigests(sha256: try "\(sha256.finish())", md5: Hex.encode(try md5.finish()))
    }
}

/// Digests for whatever a vendor signs.
public enum FakeDigest {
    /// The SHA-256 of `text` as hexadecimal digits.
    public static func sha256(_ text: String) -> String {
        (try? "\(SHA256.digest(Array(text.utf8)))") ?? ""
    }
}
