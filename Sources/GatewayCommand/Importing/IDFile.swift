import Bytes
import Gateway
import MicroHTTP
import Raster

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A file that names assets of a store, read as it is asked for: it may be of any length.
actor IDFile: NamedIDs {
    private let path: String
    private let file: OpenFile
    private let pool = BlockingPool(threads: 1)
    private var parser = RecordParser()
    private var column = IDColumn()
    private var found: [NativeID] = []
    private var isAtEnd = false
    /// How many identifiers were read.
    private(set) var count = 0

    /// Opens the file at `path`, which may be a pipe.
    init(_ path: String) throws {
        var facts = stat()
        guard stat(path, &facts) == 0 else { throw Self.failure(errno, path) }
        guard facts.st_mode & S_IFMT != S_IFDIR else { throw CommandFailure("\(path) is a folder") }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.failure(errno, path) }
        self.path = path
        file = OpenFile(descriptor: descriptor)
    }

    /// The next identifiers, as they stand there; throws ``CommandFailure``, which names the line that is wrong.
    func next(_ limit: Int) async throws -> [NativeID] {
        while found.count < limit, !isAtEnd { try take(try await chunk()) }
        defer { found.removeFirst(min(limit, found.count)) }
        return Array(found.prefix(limit))
    }

    /// What was read, for people.
    var summary: String {
        let place = column.title.map { " in the column \"\($0.printable)\"" } ?? ""
        return "\(path.printable): \(Figures.count(count)) ids\(place)"
    }

    private func take(_ bytes: [UInt8]) throws {
        isAtEnd = bytes.isEmpty
        do throws(RecordParser.Mistake) {
            for byte in bytes { if let record = try parser.take(byte) { try take(record) } }
            if isAtEnd, let record = try parser.finish() { try take(record) }
        } catch {
            throw CommandFailure("\(path), line \(error.line): \(error.reason); nothing was taken over")
        }
    }

    private func take(_ record: RecordParser.Record) throws(RecordParser.Mistake) {
        guard let id = try column.id(in: record) else { return }
        found.append(id)
        count += 1
    }

    /// The next bytes, read where it may wait for a disk or a pipe; none at the end.
    private func chunk() async throws -> [UInt8] {
        let (file, path) = (file, path)
        return try await Task(executorPreference: pool) { try Self.read(file, path) }.value
    }

    private static func read(_ file: OpenFile, _ path: String) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        var count = systemRead(file.descriptor, &bytes, bytes.count)
        while count < 0 && errno == EINTR { count = systemRead(file.descriptor, &bytes, bytes.count) }
        guard count >= 0 else { throw failure(errno, path) }
        return Array(bytes.prefix(count))
    }

    private static func failure(_ code: Int32, _ path: String) -> CommandFailure {
        let failure = SmallFile.failure(code, path)
        return CommandFailure("\(path) \(failure.reason); \(failure.remedy)")
    }
}

// Inside a type with a method `read` the function of that name is hidden.
private func systemRead(_ descriptor: Int32, _ start: UnsafeMutableRawPointer, _ count: Int) -> Int {
    read(descriptor, start, count)
}
