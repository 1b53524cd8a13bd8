public import HTTPCore
public import Raster

extension StorageError {
    /// What a request without an answer amounts to.
    ///
    /// Where nothing was sent, nothing happened; where the request was under way, a reading one left nothing and
    /// the effect of any other is unknown. The transport's text is kept only where no byte of an answer can be in
    /// it: when no connection came about.
    public init(_ error: HTTPTransportError, method: HTTPMethod) {
        let underWay = Effect.unanswered(method)
        switch error {
        case .unreachable(let reason):
            self = Self(.unavailable, "the store cannot be reached", retry: .allowed).naming(reason)
        case .untrusted(let reason):
            self = Self(.unavailable, "the store cannot prove who it is").naming(reason)
        case .refused:
            self.init(.invalid, "the transport refuses the request", side: .gateway)
        case .interrupted:
            self.init(.unavailable, "the connection broke", retry: .allowed, effect: underWay)
        case .malformed:
            self.init(.malformed, "the answer is no HTTP", retry: .allowed, effect: underWay)
        case .timedOut:
            self.init(.timedOut, "no answer came in time", retry: .allowed, effect: underWay)
        case .cancelled:
            self.init(.cancelled, "the caller went away", effect: underWay, side: .client)
        }
    }

    /// What a body that broke off amounts to: the error of whatever pulled at it.
    ///
    /// `method` is that of the request that the body answers.
    public init(readingBody error: any Error, method: HTTPMethod) {
        switch error {
        case let error as StorageError: self = error
        case let error as HTTPTransportError: self.init(error, method: method)
        case is CancellationError: self.init(HTTPTransportError.cancelled, method: method)
        default: self.init(HTTPTransportError.interrupted("a body broke off"), method: method)
        }
    }

    private func naming(_ reason: String) -> Self {
        let printable = reason.unicodeScalars.prefix(200).filter { (0x20...0x7E).contains($0.value) }
        return with("reason", String(String.UnicodeScalarView(printable)))
    }
}
