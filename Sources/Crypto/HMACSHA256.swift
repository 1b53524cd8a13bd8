public import Bytes
import CCrypto

/// Keyed digests (RFC 2104) over SHA-256.
public enum HMACSHA256 {
    /// The code of `message` under `key`, which may have any length.
    public static func authenticate(
        _ message: [UInt8], key: [UInt8]
    ) throws(CryptoError) -> SHA256Digest {
        guard let keyLength = Int32(exactly: key.count) else { throw .failed(operation: "HMAC") }
        var code = [UInt8](repeating: 0, count: 32)
        let result = HMAC(EVP_sha256(), key, keyLength, message, message.count, &code, nil)
        guard result != nil, let digest = SHA256Digest(code) else { throw .failed(operation: "HMAC") }
        return digest
    }
}

/// Keys from secrets (RFC 5869).
public enum HKDF {
    /// `length` bytes, at most 8,160, derived from `secret`; an empty `salt` stands for 32 zero bytes.
    public static func sha256(
        secret: [UInt8], salt: [UInt8], info: [UInt8], length: Int
    ) throws(CryptoError) -> [UInt8] {
        guard (0...(255 * 32)).contains(length) else { throw .outputTooLong }
        let pseudorandomKey = try HMACSHA256.authenticate(secret, key: salt).bytes
        var output: [UInt8] = []
        var block: [UInt8] = []
        var counter: UInt8 = 0
        while output.count < length {
            counter += 1
            block = try HMACSHA256.authenticate(block + info + [counter], key: pseudorandomKey).bytes
            output += block
        }
        return Array(output.prefix(length))
    }
}
