import CCrypto

/// The cryptographic library as a whole.
public enum CryptoLibrary {
    /// Its name and version, such as `OpenSSL 3.0.15`.
    public static let version = String(cString: OpenSSL_version(OPENSSL_VERSION))
}
