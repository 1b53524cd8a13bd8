import Bytes

/// Takes multipart/form-data apart while it arrives (RFC 7578, RFC 2046 5.1).
///
/// Feed it chunks of any size; how the body is cut does not change what comes out. It keeps the header of one
/// part or the beginning of a possible delimiter, never data: those go on as slices of the chunk that was fed.
public struct MultipartParser: Sendable {
    /// Something that was read.
    public enum Event: Sendable, Equatable {
        /// A part's header is complete.
        case partBegins(MultipartPart)
        /// More of the part's bytes, never none; a slice of the fed chunk but for the bytes at a seam.
        case data(ArraySlice<UInt8>)
        /// The part is complete.
        case partEnds
    }

    /// How much a body may ask for.
    public struct Limits: Sendable {
        /// Bytes in the header of one part.
        public var headerBytes = 8_192
        /// Parts in the body.
        public var parts = 1_000
        /// Bytes before the first and after the last delimiter, together.
        public var outsideBytes = 65_536

        /// The limits of the gateway.
        public init() {}
    }

    private enum State { case preamble, header, data, epilogue }

    private static let endOfHeader: [UInt8] = [13, 10, 13, 10]

    private let limits: Limits
    private let delimiter: [UInt8]
    private var state = State.preamble
    /// What may be the beginning of a delimiter, in a preamble or data; in a header, what there is of it.
    private var held: [UInt8] = [13, 10]
    private var parts = 0
    private var outside = 0
    private var failure: MultipartError?

    /// A parser of a body whose parts are separated by `boundary`, from ``boundary(contentType:)``.
    public init(boundary: String, limits: Limits = Limits()) {
        delimiter = Array("\r\n--\(boundary)".utf8)
        self.limits = limits
    }

    /// What `chunk` completes, in order.
    ///
    /// After an error the parser stays broken and repeats it.
    public mutating func feed(_ chunk: [UInt8]) throws(MultipartError) -> [Event] {
        if let failure { throw failure }
        var rest = chunk[...]
        var events: [Event] = []
        do {
            while !rest.isEmpty { try step(&rest, &events) }
        } catch {
            failure = error
            throw error
        }
        return events
    }

    /// States that the body is over; throws unless the final delimiter has been seen.
    public func finish() throws(MultipartError) {
        if let failure { throw failure }
        guard state == .epilogue else { throw .incomplete }
    }

    private mutating func step(
        _ rest: inout ArraySlice<UInt8>, _ events: inout [Event]
    ) throws(MultipartError) {
        switch state {
        case .preamble, .data:
            held.isEmpty ? try scan(&rest, &events) : try scanSeam(&rest, &events)
        case .header: try readHeader(&rest, &events)
        case .epilogue:
            try ignore(rest.count)
            rest = []
        }
    }
}

extension MultipartParser {
    /// Looks for a delimiter in what was just fed.
    private mutating func scan(
        _ rest: inout ArraySlice<UInt8>, _ events: inout [Event]
    ) throws(MultipartError) {
        if let found = ByteSearch.index(of: delimiter, in: rest) {
            try pass(rest[..<found], &events)
            rest = rest[(found + delimiter.count)...]
            enterHeader(&events)
        } else {
            try hold(rest, &events)
            rest = []
        }
    }

    /// Looks for a delimiter that begins in what was held back and ends in what was just fed.
    private mutating func scanSeam(
        _ rest: inout ArraySlice<UInt8>, _ events: inout [Event]
    ) throws(MultipartError) {
        let seam = (held + rest.prefix(delimiter.count - 1))[...]
        if let found = ByteSearch.index(of: delimiter, in: seam) {
            try pass(seam[..<found], &events)
            rest = rest.dropFirst(found + delimiter.count - held.count)
            enterHeader(&events)
        } else if rest.count >= delimiter.count - 1 {
            try pass(held[...], &events)
            held = []
        } else {
            try hold(seam, &events)
            rest = []
        }
    }

    /// Passes `bytes` on, without the end that may be the beginning of a delimiter.
    private mutating func hold(_ bytes: ArraySlice<UInt8>, _ events: inout [Event]) throws(MultipartError) {
        var start = max(bytes.startIndex, bytes.endIndex - delimiter.count + 1)
        while start < bytes.endIndex, !delimiter.starts(with: bytes[start...]) { start += 1 }
        try pass(bytes[..<start], &events)
        held = Array(bytes[start...])
    }

    private mutating func pass(_ bytes: ArraySlice<UInt8>, _ events: inout [Event]) throws(MultipartError) {
        guard state == .data else { return try ignore(bytes.count) }
        if !bytes.isEmpty { events.append(.data(bytes)) }
    }

    private mutating func ignore(_ count: Int) throws(MultipartError) {
        outside += count
        guard outside <= limits.outsideBytes else { throw .tooMuchOutside(limit: limits.outsideBytes) }
    }

    private mutating func enterHeader(_ events: inout [Event]) {
        if state == .data { events.append(.partEnds) }
        state = .header
        held = []
    }

    /// Collects what follows a delimiter up to an empty line, or recognizes the final delimiter by its `--`.
    private mutating func readHeader(
        _ rest: inout ArraySlice<UInt8>, _ events: inout [Event]
    ) throws(MultipartError) {
        let known = held.count
        held += rest.prefix(limits.headerBytes + Self.endOfHeader.count - known)
        if held.starts(with: "--".utf8) {
            rest = rest.dropFirst(2 - known)
            state = .epilogue
        } else if let end = ByteSearch.index(of: Self.endOfHeader, in: held[max(0, known - 3)...]) {
            rest = rest.dropFirst(end + Self.endOfHeader.count - known)
            try begin(held[...(end + 1)], &events)
        } else {
            guard held.count < limits.headerBytes + Self.endOfHeader.count else {
                throw .headerTooLarge(limit: limits.headerBytes)
            }
            rest = []
        }
    }

    private mutating func begin(_ header: ArraySlice<UInt8>, _ events: inout [Event]) throws(MultipartError) {
        parts += 1
        guard parts <= limits.parts else { throw .tooManyParts(limit: limits.parts) }
        events.append(.partBegins(try MultipartPart(afterDelimiter: header)))
        held = []
        state = .data
    }
}
