public import Bytes
import HTTPCore

/// One field of a form: `name: text`, or `name: @"filename" media/type SIZE` for a sample file.
public struct GoldenField: Sendable, Equatable {
    /// The field's name.
    public let name: String
    /// The text of a field that is no file.
    public let text: String?
    /// The file's name.
    public let filename: String?
    /// The file's media type.
    public let contentType: String?
    /// The number of the file's bytes, those of ``GoldenSample``.
    public let size: Int

    /// Reads a line of an exchange.
    public init(_ line: String) throws {
        let parts = line.split(separator: ":", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { throw GoldenExchange.Malformed(reason: "field \(line)") }
        let value = String(parts[1].dropFirst())
        name = parts[0]
        guard value.hasPrefix("@\"") else {
            (text, filename, contentType, size) = (value, nil, nil, 0)
            return
        }
        let words = value.dropFirst(2).split(separator: "\"", maxSplits: 1).map(String.init)
        let rest = words.count == 2 ? words[1].split(separator: " ").map(String.init) : []
        guard rest.count == 2, let size = Int(rest[1]) else {
            throw GoldenExchange.Malformed(reason: "file \(line)")
        }
        (text, filename, contentType, self.size) = (nil, words[0], rest[0], size)
    }

    /// The field before its own delimiter: header and, where it is no file, text.
    func head(_ boundary: String) -> [UInt8] {
        var head = "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\""
        if let filename { head += "; filename=\"\(filename)\"" }
        if let contentType { head += "\r\nContent-Type: \(contentType)" }
        return Array((head + "\r\n\r\n" + (text ?? "")).utf8)
    }
}

/// A part of a sample file: bytes that depend on their place alone, so that a size says all of them.
public struct GoldenSample: Sendable, Equatable {
    /// Which of its bytes.
    public let range: ByteRange
    /// The size of the whole file.
    public let size: Int

    /// The whole file of `size` bytes.
    public init(size: Int) {
        range = ByteRange(offset: 0, length: size)
        self.size = size
    }

    /// Reads `FIRST-LAST/SIZE`, both ends included.
    init(_ text: String) throws {
        let numbers = text.split { $0 == "-" || $0 == "/" }.compactMap { Int($0) }
        guard numbers.count == 3, numbers[0] <= numbers[1] else {
            throw GoldenExchange.Malformed(reason: "@bytes \(text)")
        }
        range = ByteRange(offset: numbers[0], length: numbers[1] - numbers[0] + 1)
        size = numbers[2]
    }

    /// The bytes from `position` of the range, at most `count` of them.
    public func bytes(at position: Int, count: Int) -> [UInt8] {
        let start = range.offset + position
        return (start..<start + max(0, min(count, range.length - position))).map {
            UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 / 251 &+ 7)
        }
    }

    /// All bytes of the range.
    public var bytes: [UInt8] { bytes(at: 0, count: range.length) }

    /// The bytes of the range, a piece at a time.
    public var stream: ByteStream {
        let position = Position()
        return ByteStream(length: range.length) {
            let chunk = bytes(at: position.advance(by: 65_536), count: 65_536)
            return chunk.isEmpty ? nil : chunk
        }
    }
}
