public import Bytes

/// What a `Range` asks of a representation (RFC 9110, 14).
public enum RangeHeader: Sendable, Equatable {
    /// Nothing that is understood here: the answer is the whole, with 200.
    case ignored
    /// These bytes, at least one, all inside: the answer is 206.
    case satisfiable(ByteRange)
    /// Bytes that are not there: the answer is 416 with ``unsatisfied(size:)``.
    case unsatisfiable

    /// Reads one range in bytes, `bytes=0-9`, `bytes=5-` or `bytes=-5`, of a representation of `size` bytes.
    ///
    /// Other units, several ranges and what is malformed are ignored. Of an empty representation the last bytes
    /// are the whole of it, for which no Content-Range can be written, so that is ignored too.
    public static func parse(_ value: String, size: Int) -> RangeHeader {
        let bytes = value.utf8
        let equals = bytes.firstIndex(of: ASCII.equals) ?? bytes.endIndex
        guard value[..<equals].equalsIgnoringASCIICase("bytes"), equals < bytes.endIndex else {
            return .ignored
        }
        let range = bytes[bytes.index(after: equals)...].trimmingBlanks
        guard let hyphen = range.firstIndex(of: ASCII.hyphen) else { return .ignored }
        let (first, last) = (range[..<hyphen], range[hyphen...].dropFirst())
        guard first.allSatisfy(\.isDigit), last.allSatisfy(\.isDigit) else { return .ignored }
        return first.isEmpty ? suffix(last, size) : part(number(first), last, size)
    }

    private static func suffix(_ length: Substring.UTF8View, _ size: Int) -> RangeHeader {
        guard !length.isEmpty else { return .ignored }
        let length = min(number(length), size)
        guard length > 0 else { return size == 0 ? .ignored : .unsatisfiable }
        return .satisfiable(ByteRange(offset: size - length, length: length))
    }

    private static func part(_ first: Int, _ last: Substring.UTF8View, _ size: Int) -> RangeHeader {
        let last = last.isEmpty ? Int.max : number(last)
        guard first <= last else { return .ignored }
        guard first < size else { return .unsatisfiable }
        return .satisfiable(ByteRange(offset: first, length: min(last, size - 1) - first + 1))
    }

    /// The number that the digits write, or the largest there is.
    private static func number(_ digits: Substring.UTF8View) -> Int {
        Int(Substring(digits)) ?? Int.max
    }

    /// The `Content-Range` of a 206: `bytes 0-9/10`.
    public static func contentRange(_ range: ByteRange, size: Int) -> String {
        "bytes \(range.offset)-\(range.end - 1)/\(size)"
    }

    /// The `Content-Range` of a 416: `bytes */10`.
    public static func unsatisfied(size: Int) -> String { "bytes */\(size)" }
}
