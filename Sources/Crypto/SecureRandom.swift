import CCrypto

/// Bytes nobody can guess, from the generator of libcrypto, which the system seeds.
public enum SecureRandom {
    /// `count` random bytes.
    public static func bytes(_ count: Int) throws(CryptoError) -> [UInt8] {
        guard count >= 0, let length = Int32(exactly: count) else { throw .failed(operation: "random") }
        var bytes = [UInt8](repeating: 0, count: count)
        try check("random", RAND_bytes(&bytes, length))
        return bytes
    }
}

/// Comparison that takes the same time wherever the bytes differ.
public enum ConstantTime {
    /// Whether both are the same; only their lengths can be learned from the time it takes.
    public static func areEqual(_ one: [UInt8], _ other: [UInt8]) -> Bool {
        one.count == other.count && CRYPTO_memcmp(one, other, one.count) == 0
    }
}
