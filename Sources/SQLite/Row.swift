internal import CSQLite

/// The current row of a running statement; valid only inside the closure that it was given to.
public struct Row {
    let pointer: OpaquePointer

    /// Whether column `index`, counted from 0, holds no value.
    public func isNull(_ index: Int32) -> Bool { sqlite3_column_type(pointer, index) == SQLITE_NULL }

    /// A whole number; 0 where there is no value.
    public func integer(_ index: Int32) -> Int64 { sqlite3_column_int64(pointer, index) }

    /// A whole number; 0 where there is no value.
    public func int(_ index: Int32) -> Int { Int(sqlite3_column_int64(pointer, index)) }

    /// A whole number, or `nil`.
    public func intOrNil(_ index: Int32) -> Int? { isNull(index) ? nil : int(index) }

    /// A floating-point number; 0 where there is no value.
    public func real(_ index: Int32) -> Double { sqlite3_column_double(pointer, index) }

    /// Text; empty where there is no value.
    public func text(_ index: Int32) -> String {
        guard let start = sqlite3_column_text(pointer, index) else { return "" }
        let count = Int(sqlite3_column_bytes(pointer, index))
        return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    /// Text, or `nil`.
    public func textOrNil(_ index: Int32) -> String? { isNull(index) ? nil : text(index) }

    /// Bytes; none where there is no value.
    public func blob(_ index: Int32) -> [UInt8] {
        guard let start = sqlite3_column_blob(pointer, index) else { return [] }
        let count = Int(sqlite3_column_bytes(pointer, index))
        return [UInt8](UnsafeRawBufferPointer(start: start, count: count))
    }
}
