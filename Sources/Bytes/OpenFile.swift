import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A file descriptor with one owner, closed when the last reference goes.
public final class OpenFile: Sendable {
    /// Where the file was when it was opened; `nil` for what has no name.
    public let path: String?
    private let held: Mutex<Int32>

    /// Takes over `descriptor`, which must be open.
    public init(descriptor: Int32, path: String? = nil) {
        held = Mutex(descriptor)
        self.path = path
    }

    deinit {
        let descriptor = held.withLock { $0 }
        if descriptor >= 0 { close(descriptor) }
    }

    /// The descriptor, which stays owned by this object; -1 after ``release()``.
    public var descriptor: Int32 { held.withLock { $0 } }

    /// Another descriptor of the same open file; `nil` where the process may have no more.
    public func duplicate() -> OpenFile? {
        let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
        return copy >= 0 ? OpenFile(descriptor: copy, path: path) : nil
    }

    /// Hands the descriptor over: the caller closes it from now on.
    public func release() -> Int32 {
        held.withLock { descriptor in
            defer { descriptor = -1 }
            return descriptor
        }
    }
}

/// A part of an open file.
public struct FileSlice: Sendable {
    /// The file, kept open as long as the slice lives.
    public let file: OpenFile
    /// Which of its bytes.
    public let range: ByteRange

    /// The bytes `range` of `file`; they are read with `pread`, so that the descriptor's own offset is left alone.
    public init(_ file: OpenFile, _ range: ByteRange) {
        self.file = file
        self.range = range
    }

    /// Up to `count` bytes from `position` of the slice, or fewer at its end; `nil` when reading fails.
    public func read(at position: Int, count: Int) -> [UInt8]? {
        let wanted = min(count, range.length - position)
        guard wanted > 0 else { return [] }
        var read = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, initialized in
            repeat {
                read = pread(file.descriptor, buffer.baseAddress, wanted, off_t(range.offset + position))
            } while read < 0 && errno == EINTR
            initialized = max(read, 0)
        }
        return read < 0 ? nil : bytes
    }
}

/// A file that turned out shorter than it was, or unreadable, while its bytes were on the way.
public struct FileReadFailure: Error, Equatable {
    /// The `errno` of the failed read; 0 when the file was too short.
    public let code: Int32
}

extension ByteStream {
    /// The bytes of `slice`, read as they are pulled, on the thread that pulls.
    public init(_ slice: FileSlice, chunkSize: Int = 262_144) {
        let position = Mutex(0)
        self.init(length: slice.range.length) {
            try position.withLock { position in
                guard position < slice.range.length else { return nil }
                guard let chunk = slice.read(at: position, count: chunkSize) else {
                    throw FileReadFailure(code: errno)
                }
                guard !chunk.isEmpty else { throw FileReadFailure(code: 0) }
                position += chunk.count
                return chunk
            }
        }
    }
}
