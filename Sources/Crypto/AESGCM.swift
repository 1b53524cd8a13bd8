import CCrypto

/// Authenticated encryption with AES-256 in Galois/Counter Mode (NIST SP 800-38D).
///
/// A box is a nonce of 12 bytes, the ciphertext, and a tag of 16 bytes. The nonce is random: seal fewer than
/// 2^32 messages under one key.
public enum AESGCM {
    private static let nonceLength = 12
    private static let tagLength = 16

    /// Encrypts `plaintext` under 32 bytes of `key`, bound to `additionalData`, which is not in the box.
    public static func seal(
        _ plaintext: [UInt8], key: [UInt8], additionalData: [UInt8] = []
    ) throws(CryptoError) -> [UInt8] {
        let nonce = try SecureRandom.bytes(nonceLength)
        return try seal(plaintext, key: key, nonce: nonce, additionalData: additionalData)
    }

    /// Encrypts under a given nonce of 12 bytes, for the published vectors.
    static func seal(
        _ plaintext: [UInt8], key: [UInt8], nonce: [UInt8], additionalData: [UInt8]
    ) throws(CryptoError) -> [UInt8] {
        let cipher = try Cipher(.seal, key: key, nonce: nonce)
        try cipher.authenticate(additionalData)
        let ciphertext = try cipher.update(plaintext)
        try cipher.finish()
        return nonce + ciphertext + (try cipher.tag(length: tagLength))
    }

    /// Decrypts `box`; throws ``CryptoError/notAuthentic`` unless key, data and every bit of it are the same.
    public static func open(
        _ box: [UInt8], key: [UInt8], additionalData: [UInt8] = []
    ) throws(CryptoError) -> [UInt8] {
        guard box.count >= nonceLength + tagLength else { throw .notAuthentic }
        let cipher = try Cipher(.open, key: key, nonce: Array(box.prefix(nonceLength)))
        try cipher.authenticate(additionalData)
        let plaintext = try cipher.update(Array(box.dropFirst(nonceLength).dropLast(tagLength)))
        try cipher.expect(tag: Array(box.suffix(tagLength)))
        do { try cipher.finish() } catch { throw .notAuthentic }
        return plaintext
    }
}

/// One use of a cipher context, freed with the object.
private final class Cipher {
    enum Direction: Int32 { case open = 0, seal = 1 }

    private let context: OpaquePointer

    init(_ direction: Direction, key: [UInt8], nonce: [UInt8]) throws(CryptoError) {
        guard key.count == 32 else { throw .keyLength(expected: 32) }
        guard let context = EVP_CIPHER_CTX_new() else { throw .failed(operation: "AES-GCM") }
        self.context = context
        let result = EVP_CipherInit_ex(context, EVP_aes_256_gcm(), nil, key, nonce, direction.rawValue)
        try check("AES-GCM", result)
    }

    deinit { EVP_CIPHER_CTX_free(context) }

    func authenticate(_ data: [UInt8]) throws(CryptoError) {
        guard !data.isEmpty else { return }
        var length: Int32 = 0
        try check("AES-GCM", EVP_CipherUpdate(context, nil, &length, data, try count(data)))
    }

    func update(_ input: [UInt8]) throws(CryptoError) -> [UInt8] {
        guard !input.isEmpty else { return [] }
        var output = [UInt8](repeating: 0, count: input.count)
        var length: Int32 = 0
        try check("AES-GCM", EVP_CipherUpdate(context, &output, &length, input, try count(input)))
        return output
    }

    func finish() throws(CryptoError) {
        var nothing = [UInt8](repeating: 0, count: 16)
        var length: Int32 = 0
        try check("AES-GCM", EVP_CipherFinal_ex(context, &nothing, &length))
    }

    func tag(length: Int) throws(CryptoError) -> [UInt8] {
        var tag = [UInt8](repeating: 0, count: length)
        try check("AES-GCM", gw_gcm_get_tag(context, &tag))
        return tag
    }

    func expect(tag: [UInt8]) throws(CryptoError) {
        var tag = tag
        try check("AES-GCM", gw_gcm_set_tag(context, &tag))
    }

    private func count(_ bytes: [UInt8]) throws(CryptoError) -> Int32 {
        guard let count = Int32(exactly: bytes.count) else { throw .failed(operation: "AES-GCM") }
        return count
    }
}
