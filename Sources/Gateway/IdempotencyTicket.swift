import Bytes
import Crypto
import Raster
import Synchronization

/// One request with an Idempotency-Key, from its claim to its answer.
///
/// At rest there is only a hash of the key, and the answer encrypted under a key that is derived from the raw
/// Idempotency-Key, which the gateway forgets: the answer may hold an API key.
public final class IdempotencyTicket: Sendable {
    /// What the stored answer is found by: a hash over the scope and the Idempotency-Key.
    let scope: SHA256Digest
    private let cipherKey: [UInt8]
    private let known = Mutex<SHA256Digest?>(nil)

    /// A ticket for `key` as it was sent, in the scope of one API key or one network address.
    init(_ key: String, scope: String) throws {
        let scopeBytes = Array(scope.utf8)
        self.scope = try SHA256.digest(scopeBytes + [0] + Array(key.utf8))
        cipherKey = try HKDF.sha256(
            secret: Array(key.utf8), salt: scopeBytes, info: Array("raster-gateway answer".utf8), length: 32)
    }

    /// What "the same request" is, once the request has been read.
    var fingerprint: SHA256Digest? {
        get { known.withLock { $0 } }
        set { known.withLock { $0 = newValue } }
    }

    /// `answer`, encrypted, for the request with the fingerprint; `nil` before the request is known.
    func seal(_ answer: Answer) throws -> RememberedAnswer? {
        guard let fingerprint else { return nil }
        let sealed = try AESGCM.seal(answer.plaintext, key: cipherKey, additionalData: scope.bytes)
        return RememberedAnswer(fingerprint: fingerprint, sealed: sealed)
    }

    /// The answer that was sealed.
    func open(_ remembered: RememberedAnswer) throws -> Answer? {
        Answer(plaintext: try AESGCM.open(remembered.sealed, key: cipherKey, additionalData: scope.bytes))
    }
}
