/// Reads comma-separated records byte by byte, as RFC 4180 has them; a list with one word a line is one too.
///
/// Beyond the RFC: lines may end with LF alone, lines without anything but blanks and lines that begin with `#` are
/// left out, blanks around a field without quotes do not count, and a byte order mark at the beginning is skipped.
struct RecordParser {
    /// The most bytes of a record.
    static let limit = 1 << 16

    /// A line, or several where a field in quotes has line ends.
    struct Record: Equatable {
        /// The number of its first line, from 1.
        var line = 1
        /// What stands between the commas.
        var fields: [[UInt8]] = []
        /// Whether its first field is in quotes.
        var isQuoted = false
    }

    /// What is wrong with a line, to stand after its number: `has …`.
    struct Mistake: Error, Equatable {
        /// The line.
        let line: Int
        /// What is wrong.
        let reason: String
    }

    private enum State { case mark, start, plain, quoted, quote, comment }

    private var state = State.mark
    private var record = Record()
    private var field: [UInt8] = []
    private var size = 0
    private var line = 1
    /// Bytes of a byte order mark so far.
    private var marks = 0

    /// Takes the next byte; the record that it ends, if it does.
    mutating func take(_ byte: UInt8) throws(Mistake) -> Record? {
        size += 1
        guard size <= Self.limit else { throw mistake("is longer than \(Self.limit >> 10) KiB") }
        guard byte != 0 else { throw mistake("has a NUL byte, so that this is no text") }
        if state == .mark, skipsMark(byte) { return nil }
        switch state {
        case .mark, .start: return try begin(byte)
        case .plain: return try goOn(byte)
        case .quoted: takeQuoted(byte)
        case .quote: return try close(byte)
        case .comment: return byte == .lineFeed ? endLine() : nil
        }
        return nil
    }

    /// The last record, where no line end follows it.
    mutating func finish() throws(Mistake) -> Record? {
        guard state != .quoted else { throw mistake("has a quote that is never closed", at: record.line) }
        return state == .comment ? nil : endRecord()
    }

    private mutating func skipsMark(_ byte: UInt8) -> Bool {
        let isMark = byte == [0xEF, 0xBB, 0xBF][marks]
        marks += isMark ? 1 : 0
        if !isMark || marks == 3 { state = .start }
        return isMark
    }

    private mutating func begin(_ byte: UInt8) throws(Mistake) -> Record? {
        switch byte {
        case UInt8(ascii: "#") where record.fields.isEmpty && field.isEmpty: state = .comment
        case UInt8(ascii: "\""):
            if record.fields.isEmpty { record.isQuoted = true }
            state = .quoted
        case UInt8(ascii: " "), UInt8(ascii: "\t"): break
        default:
            state = .plain
            return try goOn(byte)
        }
        return nil
    }

    private mutating func goOn(_ byte: UInt8) throws(Mistake) -> Record? {
        switch byte {
        case UInt8(ascii: ","): endField()
        case .lineFeed: return endRecord()
        case UInt8(ascii: "\""): throw mistake("has a quote within a field that does not begin with one")
        default: field.append(byte)
        }
        return nil
    }

    private mutating func takeQuoted(_ byte: UInt8) {
        if byte == UInt8(ascii: "\"") { return state = .quote }
        if byte == .lineFeed { line += 1 }
        field.append(byte)
    }

    /// After a quote within quotes: another one stands for itself, anything else comes after the field.
    private mutating func close(_ byte: UInt8) throws(Mistake) -> Record? {
        switch byte {
        case UInt8(ascii: "\""):
            field.append(byte)
            state = .quoted
        case UInt8(ascii: ","): endField(isQuoted: true)
        case .lineFeed: return endRecord()
        case UInt8(ascii: " "), UInt8(ascii: "\t"), .carriageReturn: break
        default: throw mistake("has something after a field in quotes")
        }
        return nil
    }

    private mutating func endField(isQuoted: Bool = false) {
        record.fields.append(isQuoted ? field : field.trimmed)
        field = []
        state = .start
    }

    private mutating func endRecord() -> Record? {
        endField(isQuoted: state == .quote)
        let ended = record
        _ = endLine()
        return ended.fields == [[]] && !ended.isQuoted ? nil : ended
    }

    private mutating func endLine() -> Record? {
        line += 1
        (record, size, state) = (Record(line: line), 0, .start)
        return nil
    }

    private func mistake(_ reason: String, at line: Int? = nil) -> Mistake {
        Mistake(line: line ?? self.line, reason: reason)
    }
}

extension UInt8 {
    fileprivate static let lineFeed = UInt8(ascii: "\n")
    fileprivate static let carriageReturn = UInt8(ascii: "\r")
}

extension [UInt8] {
    /// Without blanks at the end, and without the carriage return of a line's end: those at the beginning were skipped.
    fileprivate var trimmed: [UInt8] {
        let end = lastIndex { ![UInt8(ascii: " "), UInt8(ascii: "\t"), .carriageReturn].contains($0) }
        return end.map { Array(self[...$0]) } ?? []
    }
}
