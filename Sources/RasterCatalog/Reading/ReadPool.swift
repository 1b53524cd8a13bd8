import Raster
import SQLite
import Synchronization

/// Read connections, opened when wanted and lent to one transaction at a time.
final class ReadPool: Sendable {
    private struct State {
        var idle: [Connection] = []
        var open = 0
        var isClosed = false
    }

    private let path: String
    private let file: DatabaseFile
    private let limit: Int
    private let keptIdle: Int
    private let counters: CatalogCounters
    private let state = Mutex(State())

    /// A pool of at most `limit` connections to `path`, where `file` was, of which `keptIdle` stay open without use.
    init(
        path: String, _ file: DatabaseFile, limit: Int, keptIdle: Int, counters: CatalogCounters
    ) {
        self.path = path
        self.file = file
        self.limit = limit
        self.keptIdle = keptIdle
        self.counters = counters
    }

    /// Lends the connection used last, whose pages are warm, or opens one.
    ///
    /// Throws `.unavailable` where all are in use: reads are short, so the caller may try again at once; also
    /// where the file is gone or was replaced.
    func take() throws(StorageError) -> Connection {
        try file.checkPresence()
        let reserved: Connection? = try state.withLock { state throws(StorageError) in
            guard !state.isClosed else { throw Self.closed }
            if let idle = state.idle.popLast() { return idle }
            guard state.open < limit else { throw Self.exhausted }
            state.open += 1
            return nil
        }
        if let reserved { return reserved }
        do throws(StorageError) { return try open() } catch {
            forgetOne()
            throw error
        }
    }

    /// Takes a connection back.
    func giveBack(_ connection: Connection) {
        let isKept = state.withLock { state in
            guard !state.isClosed, state.idle.count < keptIdle else { return false }
            state.idle.append(connection)
            return true
        }
        if !isKept { forgetOne() }
    }

    /// Gives up a connection that cannot be used again; it closes when its last user lets go of it.
    func discard() { forgetOne() }

    /// Closes the idle connections now and the others when they come back.
    func close() {
        let idle = state.withLock { state in
            defer { state.idle = [] }
            state.isClosed = true
            state.open -= state.idle.count
            return state.idle
        }
        counters.readerCount.subtract(idle.count, ordering: .relaxed)
    }

    private func open() throws(StorageError) -> Connection {
        counters.readerCount.add(1, ordering: .relaxed)
        return try catching { () throws(SQLiteError) in
            let connection = try Connection(path: path, create: false)
            try connection.execute(script: "PRAGMA query_only = ON; PRAGMA mmap_size = 0;")
            return connection
        }
    }

    private func forgetOne() {
        state.withLock { $0.open -= 1 }
        counters.readerCount.subtract(1, ordering: .relaxed)
    }

    private static let closed = StorageError(.unavailable, "the catalog is closed", side: .gateway)
    private static let exhausted = StorageError(
        .unavailable, "all read connections are in use", retry: .after(.seconds(1)), side: .gateway)
}
