import Raster

extension RasterError {
    /// What clients are told about a job whose work threw `error`: never the words of a backend.
    init(jobFailure error: any Error) {
        if let refusal = error as? RasterError {
            self = refusal
            return
        }
        if let fault = error as? ListingFault {
            self.init(.internalServerError, fault.sentence)
            return
        }
        let failure = StorageError(wrapping: error)
        let told = RasterError(failure)
        self = told.code == .internalServerError || failure.isAnswer ? .unexpectedJobFailure : told
    }

    /// A failure that clients can do nothing about.
    static let unexpectedJobFailure = RasterError(
        .internalServerError,
        "Something went wrong; the server's log says more, and the job can be started anew.")

    /// No work is known for jobs of this kind.
    static func unknownJob(_ kind: JobKind) -> RasterError {
        RasterError(.notSupported, "This server cannot do jobs of the kind \"\(kind.rawValue)\".")
    }
}

extension StorageError {
    /// Whether the store was there and said no: it was not away, and nobody asked it anything.
    fileprivate var isAnswer: Bool {
        switch kind {
        case .notFound, .denied, .unauthenticated, .invalid, .alreadyExists, .preconditionFailed: true
        default: false
        }
    }
}
