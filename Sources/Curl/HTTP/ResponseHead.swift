import Bytes
import HTTPCore

/// The head of an answer, read line by line as libcurl hands them over.
struct ResponseHead {
    /// What a line led to.
    enum Step: Equatable {
        case more
        /// The head is whole.
        case complete
        /// This is no head, or too long a one.
        case failed(HTTPTransportError)
    }

    private let limit: Int
    private var size = 0
    private var lines: [(name: String, value: String)] = []
    /// The status; 0 before there is one.
    private(set) var status = 0
    /// Whether it was read to its end; lines behind that are trailers.
    private(set) var isComplete = false
    /// The promised length of the body; `nil` where the head says none.
    private(set) var length: Int?

    init(limit: Int) { self.limit = limit }

    /// Reads one line with its end.
    mutating func read(_ line: UnsafeRawBufferPointer) -> Step {
        size += line.count
        guard size <= limit else { return .failed(.malformed("the head of the answer is too long")) }
        guard !isComplete else { return .more }
        let line = line.prefix { $0 != 13 && $0 != 10 }
        guard !line.contains(0) else { return Self.broken }
        if line.isEmpty { return end() }
        if line.starts(with: "HTTP/".utf8) { return begin(line) }
        return add(line)
    }

    private static let broken = Step.failed(.malformed("the head of the answer breaks the rules of HTTP"))

    private mutating func begin(_ line: Slice<UnsafeRawBufferPointer>) -> Step {
        let digits = line.drop { $0 != 0x20 }.dropFirst().prefix { $0 != 0x20 }
        guard digits.count == 3, let code = Int(String(decoding: digits, as: UTF8.self)), code >= 100 else {
            return Self.broken
        }
        status = code
        lines = []
        return .more
    }

    private mutating func add(_ line: Slice<UnsafeRawBufferPointer>) -> Step {
        guard status > 0 else { return Self.broken }
        if line.first == 0x20 || line.first == 0x09 { return fold(line) }
        guard let colon = line.firstIndex(of: 0x3A), colon > line.startIndex else { return Self.broken }
        let name = line[..<colon]
        guard !name.contains(where: { $0 <= 0x20 }) else { return Self.broken }
        lines.append((text(name), text(line[(colon + 1)...])))
        return .more
    }

    /// A line that goes on where the one before ended (RFC 9112, 5.2).
    private mutating func fold(_ line: Slice<UnsafeRawBufferPointer>) -> Step {
        guard let last = lines.last else { return Self.broken }
        lines[lines.count - 1].value = last.value + " " + text(line)
        return .more
    }

    private func text(_ bytes: Slice<UnsafeRawBufferPointer>) -> String {
        let start = bytes.firstIndex { $0 != 0x20 && $0 != 0x09 } ?? bytes.endIndex
        let end = bytes.lastIndex { $0 != 0x20 && $0 != 0x09 }.map { $0 + 1 } ?? start
        return String(decoding: bytes[start..<max(start, end)], as: UTF8.self)
    }

    private mutating func end() -> Step {
        guard status > 0, status != 101 else { return Self.broken }
        // An interim answer, such as 100 or 103: the real one follows.
        guard status >= 200 else {
            status = 0
            return .more
        }
        guard readLength() else { return Self.broken }
        isComplete = true
        return .complete
    }

    /// Finds the promised length; false where the head contradicts itself about it.
    private mutating func readLength() -> Bool {
        let lengths = values("Content-Length")
        guard let first = lengths.first, values("Transfer-Encoding").isEmpty else { return true }
        guard lengths.allSatisfy({ $0 == first }), first.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else {
            return false
        }
        length = Int(first)
        return length != nil
    }

    private func values(_ name: String) -> [String] {
        lines.filter { $0.name.equalsIgnoringASCIICase(name) }.map(\.value)
    }
}

extension ResponseHead {
    /// Fields that are about the connection, and not about what it carried.
    private static let framing = ["Content-Length", "Transfer-Encoding", "Connection", "Keep-Alive"]

    /// The fields, without those of framing.
    var fields: HTTPFields {
        var fields: HTTPFields = [:]
        for line in lines where !Self.framing.contains(where: line.name.equalsIgnoringASCIICase) {
            fields.append(line.name, line.value)
        }
        return fields
    }

    /// Whether a body follows in an answer to `method` (RFC 9110, 6.4.1).
    func hasBody(to method: HTTPMethod) -> Bool {
        method != .head && status != 204 && status != 304 && length != 0
    }

    /// The answer; `body` is what follows, where something does.
    func response(to method: HTTPMethod, _ body: @autoclosure () -> ByteStream) -> HTTPResponse {
        let content: HTTPBody =
            if hasBody(to: method) {
                .stream(body())
            } else if method == .head, let length {
                .suppressed(length: length)
            } else {
                .empty
            }
        return HTTPResponse(HTTPStatus(status), fields: fields, body: content)
    }
}
