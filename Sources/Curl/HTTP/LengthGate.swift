/// Why a request's body was not what it promised.
enum BodyLengthError: Error, Equatable {
    case tooShort
    case tooLong
}

/// Lets the chunks of a body pass that keep its promised length.
///
/// The chunk that fulfils the promise is held back until the body has really ended: once it is sent, the peer takes
/// the request for whole.
struct LengthGate {
    /// How many bytes were promised; `nil` where nothing was.
    let promised: Int?
    private var count = 0
    private var held: [UInt8] = []

    init(promised: Int?) { self.promised = promised }

    /// What may be sent now that `chunk` has come; may be nothing.
    mutating func pass(_ chunk: [UInt8]) throws(BodyLengthError) -> [UInt8] {
        count += chunk.count
        guard let promised else { return chunk }
        guard count <= promised else { throw .tooLong }
        guard count == promised else { return chunk }
        held = chunk
        return []
    }

    /// What may be sent now that the body has ended; may be nothing.
    mutating func finish() throws(BodyLengthError) -> [UInt8] {
        guard count >= promised ?? 0 else { throw .tooShort }
        return held
    }
}
