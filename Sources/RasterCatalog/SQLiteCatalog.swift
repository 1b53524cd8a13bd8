import Foundation
public import Raster
import SQLite
import Synchronization

/// The catalog in one SQLite file, with its write-ahead log beside it.
///
/// Reads run where they are called, each transaction on a connection of its own, and never wait for writes.
/// Writes queue for a single writer on its own thread, which commits all that wait together. Other processes may
/// open the same file.
public final class SQLiteCatalog: Catalog {
    /// Bounds and pace.
    public struct Options: Sendable {
        /// The run of the gateway, as the intents of `beginPurge` name it.
        public var owner = ""
        /// Read transactions at once; beyond, `read` throws `.unavailable`.
        public var readerLimit = 64
        /// Read connections kept open without use.
        public var idleReaders = 8
        /// Writes that may wait; beyond, `write` throws `.unavailable`.
        public var writeQueueLimit = 4096
        /// Writes committed together at most.
        public var batchLimit = 256
        /// How long a write waits for another process, and blocks the writer.
        public var busyTimeout: Duration = .seconds(5)
        /// Pages in the write-ahead log from which on it is copied after a commit.
        public var checkpointPages = 1000
        /// How long nothing is written before the log is emptied.
        public var idleBeforeCheckpoint: Duration = .seconds(2)
        /// Pages that the writer keeps in memory, in KiB.
        public var writerCacheKiB = 16_384
        /// Assets in a block of pages.
        public var blockSize = 1_000
        /// Bytes for what searches found last.
        public var searchMemory = 2 << 20
        /// Hits up to which a search is ranked (CONTRACT 2).
        public var rankedHits = 50_000

        /// Whether the files of purged assets stay, and so must not be adopted again.
        public var buriesPurgedFiles = true
        /// The backends that show what the catalog says of their assets: those of which changes are noted.
        public var mirrored: Set<AdapterName> = []
        /// Those of them that have a trash of their own, which follows the catalog's.
        public var binned: Set<AdapterName> = []
        /// Those of them in which every library has a place, to which its assets go.
        public var placed: Set<AdapterName> = []

        /// The defaults.
        public init() {}
    }

    /// Figures for metrics.
    public let counters = CatalogCounters()
    let writer: GroupCommit
    private let presence: PresenceWatch
    private let watch: CommitWatch?
    private let readers: ReadPool
    private let options: Options
    private let memory: CatalogMemory

    /// Opens the file at `path`, creating it where it is missing, and brings its schema up to date.
    ///
    /// Throws `.preconditionFailed` where the file has a newer schema or belongs to another program.
    public convenience init(path: String, options: Options = Options()) async throws(StorageError) {
        try await self.init(path: path, options: options) { Thread.sleep(forTimeInterval: 0.02) }
    }

    /// Opens the file; `pause` waits on the writer's thread before another attempt.
    init(path: String, options: Options, pause: @escaping @Sendable () -> Void) async throws(StorageError) {
        let executor = ThreadExecutor(label: "catalog-writer")
        let opening = Task(executorPreference: executor) {
            Result { () throws(StorageError) in try Self.openWriter(path, options, pause: pause) }
        }
        let connection = try await opening.value.get()
        self.options = options
        memory = CatalogMemory(options)
        let file = DatabaseFile(path: path)
        presence = PresenceWatch(file)
        watch = CommitWatch(connection)
        writer = GroupCommit(connection, to: file, on: executor, options, counters: counters)
        readers = ReadPool(
            path: path, file, limit: options.readerLimit, keptIdle: options.idleReaders, counters: counters)
    }

    /// The mark of the last commit, in whatever process; `nil` also where the file is gone or was replaced.
    public func stamp() -> CatalogStamp? {
        presence.hasMoved ? nil : watch?.mark.map { CatalogStamp($0.header) }
    }

    /// Runs `body` on one consistent snapshot.
    public func read<Value: Sendable>(
        _ body: @Sendable (any CatalogReader) async throws -> Value
    ) async throws -> Value {
        let connection = try readers.take()
        counters.readCount.add(1, ordering: .relaxed)
        let transaction = CatalogTransaction(connection)
        defer { finish(transaction, connection) }
        try transaction.run("BEGIN")
        return try await body(CatalogSession(transaction, options, memory))
    }

    /// Runs `body` in a transaction and returns when it is durable.
    public func write<Value: Sendable>(
        _ body: @escaping @Sendable (any CatalogWriter) async throws -> Value
    ) async throws -> Value {
        try await writer.write(body)
    }

    /// Copies the write-ahead log into the database, as far as readers allow.
    public func checkpoint() async { await writer.checkpoint(.truncate) }

    /// Finishes the writes that wait and refuses further calls.
    public func close() async {
        await writer.close()
        readers.close()
    }

    private func finish(_ transaction: CatalogTransaction, _ connection: Connection) {
        guard transaction.end() else { return readers.discard() }
        do {
            if connection.isInTransaction { try connection.run("COMMIT") }
            readers.giveBack(connection)
        } catch { readers.discard() }
    }
}
