import Dispatch
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// SIGTERM and SIGINT: the first asks for an orderly stop, a second ends the process at once.
// @unchecked Sendable because the sources are only kept: nobody touches them after they were made.
final class StopSignals: Interruption, @unchecked Sendable {
    private let first: AsyncStream<Void>
    // A source that is released no longer listens.
    private let sources: [any DispatchSourceSignal]

    /// Takes both signals over from the system's own handling, which would end the process.
    init() {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
        first = stream
        let queue = DispatchQueue(label: "stop-signals")
        let count = SignalCount()
        sources = [SIGTERM, SIGINT].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler {
                if count.next() > 1 { _exit(ExitCode.interrupted.rawValue) }
                continuation.yield()
            }
            source.resume()
            return source
        }
    }

    /// Returns with the first signal, or when the task is cancelled.
    func wait() async {
        for await _ in first { return }
    }
}

/// How often someone has asked.
private final class SignalCount: Sendable {
    private let count = Atomic(0)

    func next() -> Int { count.add(1, ordering: .relaxed).newValue }
}

/// What the process may use of the system.
enum ProcessLimits {
    /// Raises the number of open files from the soft limit to the hard one: a socket and a file for every
    /// request in flight are more than the usual 1024.
    ///
    /// How many there may be now.
    static func raiseOpenFiles() -> Int {
        var limit = rlimit()
        guard getrlimit(openFiles, &limit) == 0 else { return .max }
        let soft = limit.rlim_cur
        limit.rlim_cur = limit.rlim_max
        return Int(clamping: setrlimit(openFiles, &limit) == 0 ? limit.rlim_max : soft)
    }

    /// How many files a process may open at most.
    static var mostOpenFiles: Int {
        var limit = rlimit()
        return getrlimit(openFiles, &limit) == 0 ? Int(clamping: limit.rlim_max) : .max
    }

    #if canImport(Glibc)
        private static let openFiles = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    #else
        private static let openFiles = RLIMIT_NOFILE
    #endif
}
