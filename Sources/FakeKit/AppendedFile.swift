import Bytes

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What a fake's folder did not do.
public struct FakeFailure: Error, CustomStringConvertible {
    /// What, and why.
    public let description: String

    init(_ description: String) { self.description = description }

    /// The failure of `call`, with the system's reason.
    init(call: String) { description = "\(call): \(String(cString: strerror(errno)))" }
}

/// A file of lines that only grows.
struct AppendedFile {
    private let file: OpenFile
    private var size = 0

    /// Opens or makes the file at `path`; `read` gets each line there is.
    ///
    /// What follows the last line is cut off.
    init(_ path: String, read: ([UInt8]) throws -> Void) throws {
        let descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw FakeFailure(call: "open \(path)") }
        file = OpenFile(descriptor: descriptor)
        size = try Self.lines(of: file, read)
        guard ftruncate(descriptor, off_t(size)) == 0 else { throw FakeFailure(call: "ftruncate \(path)") }
    }

    /// Reads every whole line; where the last of them ends.
    private static func lines(of file: OpenFile, _ read: ([UInt8]) throws -> Void) throws -> Int {
        let slice = FileSlice(file, ByteRange(offset: 0, length: .max))
        var (position, end) = (0, 0)
        var rest: [UInt8] = []
        while let chunk = slice.read(at: position, count: 1 << 20), !chunk.isEmpty {
            position += chunk.count
            let lines = (rest + chunk).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            for line in lines.dropLast() {
                try read(Array(line))
                end += line.count + 1
            }
            rest = Array(lines.last ?? [])
        }
        return end
    }

    /// Writes `line`, all of it in one call, so that a kill cannot mix two; on a full disk nothing of it stays.
    mutating func append(_ line: [UInt8]) throws {
        guard write(file.descriptor, line, line.count) == line.count else {
            let failure = FakeFailure(call: "write")
            _ = ftruncate(file.descriptor, off_t(size))
            throw failure
        }
        size += line.count
    }

    /// Takes all lines away.
    mutating func empty() throws {
        guard ftruncate(file.descriptor, 0) == 0 else { throw FakeFailure(call: "ftruncate") }
        size = 0
    }
}
