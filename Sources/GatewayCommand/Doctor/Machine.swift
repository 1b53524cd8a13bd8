import Bytes
import Gateway
import MicroHTTP
import Raster
import RasterCatalog

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What `doctor` asks of the machine it runs on.
struct Machine: Sendable {
    /// The room on a disk.
    struct Room: Sendable {
        /// Bytes that may still be used.
        var free: Int
        /// Bytes in all.
        var total: Int
        /// Files that may still be made, and how many there can be; `nil` where there is no such limit.
        var files: (available: Int, total: Int)?
    }

    /// Which file systems lie where.
    var mounts = MountTable("")
    /// What is known of a file.
    var facts: @Sendable (_ path: String) -> FileFacts? = { _ in nil }
    /// The room at a path.
    var room: @Sendable (_ path: String) -> Room? = { _ in nil }
    /// The names in a folder.
    var names: @Sendable (_ folder: String) -> [String] = { _ in [] }
    /// Whether there is a process of this number.
    var isRunning: @Sendable (_ processID: Int32) -> Bool = { _ in true }
    /// The user that asks.
    var user: UInt32 = 0
    /// The time.
    var now = Timestamp(milliseconds: 0)
    /// Whether something keeps the clock right.
    var clock = ClockState.unknown
    /// How many files a process may open at most.
    var openFiles = Int.max
    /// The version of SQLite.
    var engine = ""
    /// Whether SQLite can search text.
    var hasFullTextSearch = true
    /// The versions of the other libraries.
    var libraries: [String] = []
}

extension Machine {
    /// This one, now.
    static var current: Machine {
        Machine(
            mounts: .current, facts: { FileFacts($0) }, room: { Room(at: $0) }, names: Self.names(in:),
            isRunning: { kill($0, 0) == 0 || errno == EPERM }, user: geteuid(), now: SystemClock().now(),
            clock: .current, openFiles: ProcessLimits.mostOpenFiles, engine: CatalogInspection.engine,
            hasFullTextSearch: CatalogInspection.hasFullTextSearch,
            libraries: ["libmicrohttpd \(HTTPServer.libraryVersion)", SystemLibraries.cryptography])
    }

    private static func names(in folder: String) -> [String] {
        guard let open = opendir(folder) else { return [] }
        defer { closedir(open) }
        var names: [String] = []
        // More than this many need not be counted.
        while names.count < 100_000, let entry = readdir(open) {
            names.append(
                withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                    String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
                })
        }
        return names.filter { $0 != "." && $0 != ".." }
    }
}

extension Machine.Room {
    /// The room on the disk that holds `path`; `nil` where the system does not say.
    init?(at path: String) {
        guard let free = DiskSpace.availableBytes(at: path), let total = DiskSpace.totalBytes(at: path) else {
            return nil
        }
        self.init(free: free, total: total, files: DiskSpace.files(at: path))
    }
}
