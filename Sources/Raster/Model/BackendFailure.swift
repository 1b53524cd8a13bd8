/// Why a backend could not be told of an asset, or why the asset did not get there.
public struct BackendFailure: Hashable, Sendable {
    /// The category: the name of a ``StorageError/Kind``, or a word of the gateway's own.
    public var kind: String
    /// One sentence for people who run the gateway, never for clients; cut at 500 characters.
    public var message: String

    /// The failure `kind`.
    public init(kind: String, message: String) {
        self.kind = kind
        self.message = String(message.prefix(500))
    }

    /// The failure that `error` is.
    public init(_ error: StorageError) { self.init(kind: error.kind.rawValue, message: error.message) }
}
