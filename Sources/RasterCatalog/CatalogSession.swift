import Bytes
import Raster
import SQLite

/// One open transaction as the ports see it; on a read connection SQLite refuses the writer's half.
///
/// Its methods never suspend: the ports are asynchronous for catalogs that are elsewhere.
struct CatalogSession: CatalogWriter {
    let transaction: CatalogTransaction
    let options: SQLiteCatalog.Options

    /// None for a writer, which sees what nobody else may ever see.
    let memory: CatalogMemory?
    /// In whose name changes are made, for the events that they write.
    var actor: String?

    init(
        _ transaction: CatalogTransaction, _ options: SQLiteCatalog.Options, _ memory: CatalogMemory? = nil
    ) {
        self.transaction = transaction
        self.options = options
        self.memory = memory
    }

    /// The library `key`, or `.notFound`.
    func existing(_ key: LibraryKey) throws(StorageError) -> LibraryPlace {
        guard let place = try transaction.place(of: key) else { throw Self.missing("library") }
        return place
    }

    /// Runs a change of several steps: where one fails, none of them stays, even if the closure goes on.
    func atomically<Value>(_ body: () throws(StorageError) -> Value) throws(StorageError) -> Value {
        try transaction.run("SAVEPOINT step")
        do throws(StorageError) {
            let value = try body()
            try transaction.run("RELEASE step")
            return value
        } catch {
            // Nothing is left to roll back where SQLite has given up the whole transaction.
            _ = try? transaction.run("ROLLBACK TO step")
            _ = try? transaction.run("RELEASE step")
            throw error
        }
    }

    static func missing(_ what: String) -> StorageError {
        StorageError(.notFound, "no such \(what)", side: .gateway)
    }
}

extension SQLValue {
    static func id(_ id: some Identifier) -> Self { .text(id.rawValue) }
    static func time(_ moment: Timestamp) -> Self { .integer(moment.milliseconds) }
    static func time(orNull moment: Timestamp?) -> Self { moment.map { .integer($0.milliseconds) } ?? .null }
    static func digest(_ digest: SHA256Digest) -> Self { .blob(digest.bytes) }
    static func library(_ key: LibraryKey) -> Self { .integer(key.rawValue) }

    /// A JSON array of numbers, for `json_each`.
    static func list(_ numbers: [Int64]) -> Self {
        .text("[" + numbers.map { String($0) }.joined(separator: ",") + "]")
    }
}

extension Row {
    func time(_ index: Int32) -> Timestamp { Timestamp(milliseconds: integer(index)) }
    func timeOrNil(_ index: Int32) -> Timestamp? { isNull(index) ? nil : time(index) }
    func digestOrNil(_ index: Int32) -> SHA256Digest? { SHA256Digest(blob(index)) }
}

extension PageRequest {
    /// Values for `LIMIT ? OFFSET ?`.
    var window: [SQLValue] { [.integer(size), .integer(offset)] }
}

extension Sequence where Element: Hashable {
    /// The elements without repetitions, each where it came first.
    func unique() -> [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
