#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What the system says of this process; zeros where it has no `/proc`.
public struct ProcessFigures: Sendable, Equatable {
    /// Memory that is in use, in bytes.
    public private(set) var residentBytes = 0
    /// Open file descriptors.
    public private(set) var openFiles = 0
    /// Processor time spent, user and system, in seconds.
    public private(set) var processorSeconds = 0.0
    /// When the process began, in seconds since 1970.
    public private(set) var startSeconds = 0.0

    /// The figures of this moment.
    public static func current() -> ProcessFigures {
        var figures = ProcessFigures()
        #if os(Linux)
            figures.read()
        #endif
        return figures
    }
}

#if os(Linux)
    extension ProcessFigures {
        fileprivate mutating func read() {
            let pages = words("/proc/self/statm").dropFirst().first.flatMap { Int($0) } ?? 0
            residentBytes = pages * sysconf(Int32(_SC_PAGESIZE))
            openFiles = entryCount("/proc/self/fd")
            readStat(ticksPerSecond: Double(max(1, sysconf(Int32(_SC_CLK_TCK)))))
        }

        /// Fields 14, 15 and 22 of proc(5), counted behind the name, which may contain anything but `)`.
        private mutating func readStat(ticksPerSecond: Double) {
            let stat = text("/proc/self/stat")
            guard let name = stat.lastIndex(of: ")") else { return }
            let fields = stat[name...].split(separator: " ")
            guard fields.count > 20, let user = Double(fields[12]), let system = Double(fields[13]),
                let start = Double(fields[20])
            else { return }
            processorSeconds = (user + system) / ticksPerSecond
            startSeconds = bootSeconds + start / ticksPerSecond
        }

        private var bootSeconds: Double {
            let line = text("/proc/stat").split(separator: "\n").first { $0.hasPrefix("btime ") }
            return line.flatMap { Double($0.dropFirst(6)) } ?? 0
        }

        private func words(_ path: String) -> [Substring] { text(path).split(separator: " ") }

        /// The first 64 KiB of a file; empty where it cannot be read.
        private func text(_ path: String) -> String {
            let descriptor = open(path, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { return "" }
            defer { close(descriptor) }
            let bytes = [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
                count = max(0, Glibc.read(descriptor, buffer.baseAddress, buffer.count))
            }
            return String(decoding: bytes, as: UTF8.self)
        }

        /// The entries of a folder without `.`, `..` and the descriptor that reads it.
        private func entryCount(_ path: String) -> Int {
            guard let folder = opendir(path) else { return 0 }
            defer { closedir(folder) }
            var count = 0
            while readdir(folder) != nil { count += 1 }
            return max(0, count - 3)
        }
    }
#endif

extension MetricsRegistry {
    /// Shows this process under the names that Prometheus' own libraries use.
    public func addProcessFigures() {
        gauge("process_resident_memory_bytes", help: "Resident memory size in bytes.") {
            [MetricSample(Double(ProcessFigures.current().residentBytes))]
        }
        gauge("process_open_fds", help: "Number of open file descriptors.") {
            [MetricSample(Double(ProcessFigures.current().openFiles))]
        }
        counter("process_cpu_seconds_total", help: "Total user and system CPU time spent in seconds.") {
            [MetricSample(ProcessFigures.current().processorSeconds)]
        }
        gauge("process_start_time_seconds", help: "Start time of the process since unix epoch in seconds.") {
            [MetricSample(ProcessFigures.current().startSeconds)]
        }
    }
}
