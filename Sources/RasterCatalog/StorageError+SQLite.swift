import Raster
import SQLite

extension StorageError {
    /// What a refusal of SQLite amounts to; nothing of it has happened, since transactions are atomic.
    init(_ error: SQLiteError) {
        let (kind, retry, message): (Kind, Retry, String) =
            if error.isFull {
                (.insufficientStorage, .never, "the catalog's disk is full")
            } else if error.isBusy {
                (.unavailable, .after(.seconds(1)), "another process holds the catalog")
            } else if error.isDuplicate {
                (.alreadyExists, .never, "a row with the same key exists")
            } else if error.isUnreachable {
                (.unavailable, .after(.seconds(5)), "the catalog cannot be opened")
            } else if error.isCorrupt {
                (.internal, .never, "the catalog is damaged")
            } else {
                (.internal, .never, "the catalog failed")
            }
        self.init(kind, message, retry: retry, side: .gateway, cause: error)
    }
}

extension DatabaseFile {
    /// Throws `.unavailable` where the file is gone or was replaced: what is written there is lost, and what is
    /// read there is out of date.
    func checkPresence() throws(StorageError) {
        guard hasMoved else { return }
        throw StorageError(.unavailable, "the catalog's file is gone or was replaced", side: .gateway)
    }
}

/// Runs `body`, its refusals in the words of the ports.
@discardableResult
func catching<Value>(_ body: () throws(SQLiteError) -> Value) throws(StorageError) -> Value {
    do throws(SQLiteError) { return try body() } catch { throw StorageError(error) }
}
