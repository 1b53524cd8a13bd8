import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Where log lines go.
public protocol LogSink: Sendable {
    /// Takes a line; a sink that cannot keep it drops it, since no work may fail for its log.
    func write(_ line: LogLine)
}

/// Writes lines to a file descriptor, standard error unless told otherwise.
///
/// One `write` for a line, under a lock, so that lines never mix; what the descriptor does not take is lost.
public final class StandardErrorSink: LogSink {
    private let format: LogLine.Format
    private let minimum: LogLine.Level
    private let descriptor: Mutex<Int32>

    /// A sink of lines in `format` that matter at least as much as `minimum`; `descriptor` stays the caller's.
    public init(format: LogLine.Format, minimum: LogLine.Level = .info, descriptor: Int32 = 2) {
        self.format = format
        self.minimum = minimum
        self.descriptor = Mutex(descriptor)
    }

    /// Writes the line, if it matters enough.
    public func write(_ line: LogLine) {
        guard line.level >= minimum else { return }
        let bytes = line.render(format)
        descriptor.withLock { Self.write(bytes[...], to: $0) }
    }

    /// Goes on after a signal and after a short write; gives up on any error.
    private static func write(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) {
        var rest = bytes
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
            if written < 0 && errno == EINTR { continue }
            guard written > 0 else { return }
            rest = rest.dropFirst(written)
        }
    }
}

/// Keeps lines, for tests.
public final class MemorySink: LogSink {
    private let kept = Mutex<[LogLine]>([])

    /// A sink without lines.
    public init() {}

    /// Keeps the line.
    public func write(_ line: LogLine) { kept.withLock { $0.append(line) } }

    /// The lines so far.
    public var lines: [LogLine] { kept.withLock { $0 } }
}

// Inside a class with a method `write` the function of that name is hidden.
private func systemWrite(_ descriptor: Int32, _ start: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, start, count)
}
