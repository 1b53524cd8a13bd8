import CCrypto

/// A running digest of libcrypto, freed with the object.
///
/// Not Sendable: one task feeds it.
final class DigestContext {
    /// An algorithm, looked up once: each look-up takes a lock and walks a table.
    // @unchecked Sendable because libcrypto's algorithm objects never change once they are fetched.
    struct Algorithm: @unchecked Sendable {
        let pointer: OpaquePointer?
        static let sha256 = Algorithm(pointer: EVP_MD_fetch(nil, "SHA256", nil))
        static let md5 = Algorithm(pointer: EVP_MD_fetch(nil, "MD5", nil))
    }

    private let context: OpaquePointer
    private let length: Int
    private var isFinished = false

    init(_ algorithm: Algorithm, length: Int) throws(CryptoError) {
        guard let pointer = algorithm.pointer, let context = EVP_MD_CTX_new() else {
            throw .failed(operation: "digest")
        }
        self.context = context
        self.length = length
        try check("digest", EVP_DigestInit_ex2(context, pointer, nil))
    }

    deinit { EVP_MD_CTX_free(context) }

    func update(_ bytes: UnsafeRawBufferPointer) throws(CryptoError) {
        guard !isFinished else { throw .finished }
        guard !bytes.isEmpty else { return }
        try check("digest", EVP_DigestUpdate(context, bytes.baseAddress, bytes.count))
    }

    func finish() throws(CryptoError) -> [UInt8] {
        guard !isFinished else { throw .finished }
        isFinished = true
        var digest = [UInt8](repeating: 0, count: length)
        try check("digest", EVP_DigestFinal_ex(context, &digest, nil))
        return digest
    }
}

extension Sequence<UInt8> {
    /// Lends the bytes as contiguous memory, copied only where they are not.
    func withContiguousBytes<Value>(
        _ body: (UnsafeRawBufferPointer) throws(CryptoError) -> Value
    ) throws(CryptoError) -> Value {
        let lent = withContiguousStorageIfAvailable { storage in
            Result { () throws(CryptoError) in try body(UnsafeRawBufferPointer(storage)) }
        }
        if let lent { return try lent.get() }
        return try Array(self).withUnsafeBytes { copy in
            Result { () throws(CryptoError) in try body(copy) }
        }.get()
    }
}
