/// What went wrong in a store, in words every backend shares.
///
/// Callers act on `kind`, `retry` and `effect`; people read `message`, `context` and `cause`. Nothing of it
/// is shown to clients, and none of it may hold a credential, a signed URL or file contents.
public struct StorageError: Error, Sendable {
    /// The category; callers act on it, so the list stays short.
    public enum Kind: String, Sendable, CaseIterable {
        case notFound, alreadyExists, invalid, unauthenticated, denied, preconditionFailed
        case tooLarge, insufficientStorage, unsupported, rateLimited, timedOut, cancelled, unavailable
        /// The backend broke its own contract: a bad body, a wrong digest, an unknown status.
        case malformed
        case `internal`
    }

    /// Whether the same call may be made again.
    public enum Retry: Sendable, Equatable { case never, allowed, after(Duration) }

    /// Who is to blame, so that the right one is avoided.
    public enum Side: String, Sendable, CaseIterable { case client, gateway, source, target }

    /// What the failed call left behind in the backend.
    public enum Effect: String, Sendable, CaseIterable {
        /// Nothing happened.
        case none
        /// It happened, though the call failed afterwards.
        case done
        /// The request went out and no answer came: only a look at the backend tells.
        case unknown
    }

    /// A fact about the failure, such as an identifier.
    public struct Context: Sendable, Equatable {
        /// What the value is.
        public let key: String
        /// The value.
        public let value: String
    }

    /// What happened.
    public let kind: Kind
    /// Whether to try again.
    public let retry: Retry
    /// What it left behind.
    public private(set) var effect: Effect
    /// Who is to blame.
    public private(set) var side: Side
    /// One sentence for the log.
    public let message: String
    /// What was being done.
    public private(set) var operation: String?
    /// Where.
    public private(set) var adapter: AdapterName?
    /// Facts, in the order they were added.
    public private(set) var context: [Context] = []
    /// What was thrown below, if anything.
    public let cause: (any Error)?

    /// An error; the defaults are those of a backend that refused without doing anything.
    public init(
        _ kind: Kind, _ message: String, retry: Retry = .never, effect: Effect = .none,
        side: Side = .target, cause: (any Error)? = nil
    ) {
        self.kind = kind
        self.message = message
        self.retry = retry
        self.effect = effect
        self.side = side
        self.cause = cause
    }

    /// Adds where it happened, unless someone closer to the fault already did.
    public func during(_ operation: String, in adapter: AdapterName? = nil) -> Self {
        var error = self
        error.operation = error.operation ?? operation
        error.adapter = error.adapter ?? adapter
        return error
    }

    /// The same error, blamed on `side`.
    public func blaming(_ side: Side) -> Self {
        var error = self
        error.side = side
        return error
    }

    /// The same error, of a call that has left `effect` behind.
    public func leaving(_ effect: Effect) -> Self {
        var error = self
        error.effect = effect
        return error
    }

    /// Adds a fact.
    public func with(_ key: String, _ value: some CustomStringConvertible) -> Self {
        var error = self
        error.context.append(Context(key: key, value: value.description))
        return error
    }
}

extension StorageError: CustomStringConvertible {
    /// One line: `notFound during stat in disk (id: 42): no such file`.
    public var description: String {
        var line = kind.rawValue
        if let operation { line += " during \(operation)" }
        if let adapter { line += " in \(adapter)" }
        if !context.isEmpty {
            line += " (" + context.map { "\($0.key): \($0.value)" }.joined(separator: ", ") + ")"
        }
        line += ": \(message)"
        if let cause { line += " <- \(cause)" }
        return line
    }
}

extension StorageError {
    /// The error itself when it already is one; otherwise what it amounts to.
    public init(wrapping error: any Error) {
        switch error {
        case let error as StorageError: self = error
        case is CancellationError:
            self.init(.cancelled, "the caller went away", side: .client, cause: error)
        default: self.init(.internal, "unexpected failure", side: .gateway, cause: error)
        }
    }
}
