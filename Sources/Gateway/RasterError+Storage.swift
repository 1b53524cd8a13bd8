public import Raster

extension RasterError {
    /// What a client is told about a failed store: never the store's own words.
    ///
    /// The gateway's own credentials being refused is the gateway's fault, hence 500 (`apis.md` B3); a failure
    /// that left nothing behind is 503, so that the client tries again (CONTRACT 1).
    public init(_ error: StorageError) {
        switch error.kind {
        case .notFound: self.init(.resourceNotFound, "Asset not found.")
        case .tooLarge: self.init(.payloadTooLarge, "The file is larger than the store takes.")
        case .insufficientStorage: self.init(.insufficientStorage, "There is no space left for the files.")
        case .unsupported: self.init(.notSupported, "The library's store cannot do this.")
        // An answer that makes no sense may come from whoever stands before the store; wrong bytes are no passing
        // failure.
        case .malformed where error.retry == .never: self.init(.internalServerError, Self.brokenText)
        case .rateLimited, .timedOut, .unavailable, .malformed:
            guard error.effect == .none else { fallthrough }
            self = Self.unavailable(error)
        case .alreadyExists, .invalid, .unauthenticated, .denied, .preconditionFailed:
            // A refusal that the client is not to blame for says as little about the asset as silence does (CONTRACT 1).
            guard error.effect == .none, error.side != .client else { fallthrough }
            self = Self.unavailable(error, Self.refusedText)
        case .cancelled, .internal: self.init(.internalServerError, Self.brokenText)
        }
    }

    private static func unavailable(
        _ error: StorageError, _ text: String = unavailableText
    ) -> RasterError {
        var wait = Duration.seconds(1)
        if case .after(let asked) = error.retry { wait = asked }
        return RasterError(.serviceUnavailable, text, retryAfter: wait)
    }

    private static let brokenText = "Something went wrong; the request can be tried again."
    private static let refusedText =
        "The library's store refuses this now; whoever runs the gateway finds the reason in its log."
    private static let unavailableText = "The library's store cannot be reached now; try again later."
}
