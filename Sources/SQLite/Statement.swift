internal import CSQLite

/// A prepared statement of one connection.
final class Statement {
    let pointer: OpaquePointer
    /// While it runs, nobody else may reset it.
    var isRunning = false

    /// Keeps the text alive whose address names this statement.
    private let text: SQL

    init(_ pointer: OpaquePointer, for text: SQL) {
        self.pointer = pointer
        self.text = text
    }

    deinit { sqlite3_finalize(pointer) }

    /// Binds `values` to the placeholders 1, 2, …; the first code that is not `SQLITE_OK`.
    func bind(_ values: [SQLValue]) -> Int32 {
        for (index, value) in values.enumerated() {
            let code = bind(value, at: Int32(index + 1))
            guard code == SQLITE_OK else { return code }
        }
        return SQLITE_OK
    }

    private func bind(_ value: SQLValue, at index: Int32) -> Int32 {
        switch value {
        case .null: sqlite3_bind_null(pointer, index)
        case .integer(let number): sqlite3_bind_int64(pointer, index, number)
        case .real(let number): sqlite3_bind_double(pointer, index, number)
        case .text(let text): bind(text, at: index)
        case .blob(let bytes): bind(bytes, at: index)
        }
    }

    private func bind(_ text: String, at index: Int32) -> Int32 {
        var text = text
        return text.withUTF8 { bytes in
            // An empty text may come without an address, which SQLite would take for NULL.
            guard let start = bytes.baseAddress else {
                return sqlite3_bind_text(pointer, index, "", 0, gw_sqlite_static())
            }
            return start.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
                sqlite3_bind_text64(
                    pointer, index, $0, UInt64(bytes.count), gw_sqlite_transient(), UInt8(SQLITE_UTF8))
            }
        }
    }

    private func bind(_ bytes: [UInt8], at index: Int32) -> Int32 {
        guard !bytes.isEmpty else { return sqlite3_bind_zeroblob(pointer, index, 0) }
        return bytes.withUnsafeBytes {
            sqlite3_bind_blob64(pointer, index, $0.baseAddress, UInt64($0.count), gw_sqlite_transient())
        }
    }

    /// Makes it ready for the next run and lets go of what was bound.
    func finish() {
        sqlite3_reset(pointer)
        sqlite3_clear_bindings(pointer)
        isRunning = false
    }
}
