internal import Dispatch
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

    /// Returns when every line so far is where it goes.
    func flush()
}

extension LogSink {
    /// Nothing, for sinks that keep no line back.
    public func flush() {}
}

/// Writes lines to a file descriptor, standard error unless told otherwise.
///
/// Whoever logs does not wait for the descriptor: lines gather in memory and go out together, a moment later, from
/// a thread of the sink's own. A call of the system for each line, and server threads that meet at its lock, would
/// be a good part of a small request. An error goes out at once, with what waits before it, since the process may be
/// about to end. Lines never mix; what the descriptor does not take is lost.
public final class StandardErrorSink: LogSink {
    /// Bytes that may wait; whoever logs beyond that writes them out itself, and waits for that.
    static let capacity = 1 << 20

    private struct Waiting {
        var bytes: [UInt8] = []
        var isScheduled = false
    }

    private let format: LogLine.Format
    private let minimum: LogLine.Level
    private let waiting = Mutex(Waiting())
    private let descriptor: Mutex<Int32>
    private let queue = DispatchQueue(label: "log")
    private let pause: @Sendable () -> Void

    /// A sink of lines in `format` that matter at least as much as `minimum`; `descriptor` stays the caller's.
    ///
    /// `pause` waits for more lines before some are written: two milliseconds, unless given.
    public init(
        format: LogLine.Format, minimum: LogLine.Level = .info, descriptor: Int32 = 2,
        pause: (@Sendable () -> Void)? = nil
    ) {
        self.format = format
        self.minimum = minimum
        self.descriptor = Mutex(descriptor)
        self.pause = pause ?? { usleep(2_000) }
    }

    /// Takes the line, if it matters enough.
    public func write(_ line: LogLine) {
        guard line.level >= minimum else { return }
        let (isFull, isFirst) = waiting.withLock { waiting in
            line.render(format, into: &waiting.bytes)
            defer { waiting.isScheduled = true }
            return (waiting.bytes.count > Self.capacity, !waiting.isScheduled)
        }
        if isFull || line.level == .error { flush() } else if isFirst { schedule() }
    }

    private func schedule() {
        queue.async { [self] in
            pause()
            flush()
        }
    }

    /// Returns when every line so far has been handed to the descriptor.
    public func flush() {
        descriptor.withLock { descriptor in
            let bytes = waiting.withLock { waiting in
                defer { waiting = Waiting() }
                return waiting.bytes
            }
            Self.write(bytes[...], to: descriptor)
        }
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
