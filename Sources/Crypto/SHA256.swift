public import Bytes

/// A SHA-256 in the making (FIPS 180-4), computed by the processor where it can.
///
/// Not Sendable: one task feeds it.
public final class SHA256 {
    private let context: DigestContext

    /// The digest of nothing so far.
    public init() throws(CryptoError) { context = try DigestContext(.sha256, length: 32) }

    /// Adds `bytes`.
    public func update(_ bytes: some Sequence<UInt8>) throws(CryptoError) {
        try bytes.withContiguousBytes { memory throws(CryptoError) in try context.update(memory) }
    }

    /// Adds `bytes`.
    public func update(_ bytes: UnsafeRawBufferPointer) throws(CryptoError) { try context.update(bytes) }

    /// The digest of all that was added; once, since nothing can follow.
    public func finish() throws(CryptoError) -> SHA256Digest {
        guard let digest = SHA256Digest(try context.finish()) else { throw .failed(operation: "digest") }
        return digest
    }

    /// The digest of `bytes`.
    public static func digest(_ bytes: some Sequence<UInt8>) throws(CryptoError) -> SHA256Digest {
        let running = try SHA256()
        try running.update(bytes)
        return try running.finish()
    }
}

/// An MD5 in the making (RFC 1321): for stores that name content by it, never for anything secret.
///
/// Not Sendable: one task feeds it.
public final class MD5 {
    private let context: DigestContext

    /// The digest of nothing so far.
    public init() throws(CryptoError) { context = try DigestContext(.md5, length: 16) }

    /// Adds `bytes`.
    public func update(_ bytes: some Sequence<UInt8>) throws(CryptoError) {
        try bytes.withContiguousBytes { memory throws(CryptoError) in try context.update(memory) }
    }

    /// Adds `bytes`.
    public func update(_ bytes: UnsafeRawBufferPointer) throws(CryptoError) { try context.update(bytes) }

    /// The 16 bytes of the digest; once, since nothing can follow.
    public func finish() throws(CryptoError) -> [UInt8] { try context.finish() }
}
