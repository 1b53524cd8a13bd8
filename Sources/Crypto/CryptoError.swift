/// A cryptographic operation that did not succeed.
public enum CryptoError: Error, Equatable {
    /// The library refused `operation`, for want of memory or of entropy.
    case failed(operation: String)
    /// A key has another length than its algorithm wants.
    case keyLength(expected: Int)
    /// A digest that is finished was asked for more.
    case finished
    /// The sealed bytes were changed, cut, or made with another key or other additional data.
    case notAuthentic
    /// More output was asked for than the algorithm can give.
    case outputTooLong
}

/// Passes over the success of a C function, which is 1, and throws for the rest.
func check(_ operation: String, _ result: Int32) throws(CryptoError) {
    guard result == 1 else { throw .failed(operation: operation) }
}
