/// The 32 bytes of a SHA-256.
///
/// The value only; `Crypto` computes it.
public struct SHA256Digest: Hashable, Sendable, CustomStringConvertible {
    /// The digest, 32 bytes.
    public let bytes: [UInt8]

    /// The digest in `bytes`, or `nil` unless there are 32 of them.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        self.bytes = bytes
    }

    /// 64 lower-case hexadecimal digits.
    public var description: String { Hex.encode(bytes) }
}

/// Bytes as lower-case hexadecimal digits, two each.
public enum Hex {
    private static let digits = Array("0123456789abcdef".utf8)

    /// Two digits for every byte of `bytes`.
    public static func encode(_ bytes: some Collection<UInt8>) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count * 2)
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
