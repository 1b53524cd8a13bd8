internal import CSQLite

extension Connection {
    /// Statements put together while running are few; beyond this many, they are prepared anew.
    private static let composedLimit = 64

    /// The texts of the statements prepared so far, for looking at their plans.
    public var preparedTexts: [String] {
        (Array(literals.values) + Array(composed.values)).map { String(cString: sqlite3_sql($0.pointer)) }
    }

    /// Runs a script of several statements without values, such as a migration.
    public func execute(script: String) throws(SQLiteError) {
        try check(sqlite3_exec(handle, script, nil, nil, nil))
    }

    /// Runs a statement to its end; the number of rows it inserted, changed or deleted.
    @discardableResult
    public func run(_ sql: SQL, _ values: [SQLValue] = []) throws(SQLiteError) -> Int {
        try forEach(sql, values) { _ in }
        return Int(sqlite3_changes(handle))
    }

    /// Calls `body` with every row of the answer, in its order.
    public func forEach(
        _ sql: SQL, _ values: [SQLValue] = [], _ body: (Row) -> Void
    ) throws(SQLiteError) {
        let statement = try begin(sql, values)
        defer { statement.finish() }
        while try step(statement) { body(Row(pointer: statement.pointer)) }
    }

    /// Calls `body` with row after row of the answer, until it answers `false`.
    public func walk(
        _ sql: SQL, _ values: [SQLValue] = [], _ body: (Row) -> Bool
    ) throws(SQLiteError) {
        let statement = try begin(sql, values)
        defer { statement.finish() }
        while try step(statement), body(Row(pointer: statement.pointer)) {}
    }

    /// What `body` makes of every row, in the order of the answer.
    public func all<Value>(
        _ sql: SQL, _ values: [SQLValue] = [], _ body: (Row) -> Value
    ) throws(SQLiteError) -> [Value] {
        var found: [Value] = []
        try forEach(sql, values) { found.append(body($0)) }
        return found
    }

    /// What `body` makes of the first row, or `nil` where the answer has none.
    public func first<Value>(
        _ sql: SQL, _ values: [SQLValue] = [], _ body: (Row) -> Value
    ) throws(SQLiteError) -> Value? {
        let statement = try begin(sql, values)
        defer { statement.finish() }
        return try step(statement) ? body(Row(pointer: statement.pointer)) : nil
    }

    private func begin(_ sql: SQL, _ values: [SQLValue]) throws(SQLiteError) -> Statement {
        let statement = try prepared(sql)
        statement.isRunning = true
        let code = statement.bind(values)
        guard code == SQLITE_OK else {
            defer { statement.finish() }
            throw error(code)
        }
        return statement
    }

    private func step(_ statement: Statement) throws(SQLiteError) -> Bool {
        switch sqlite3_step(statement.pointer) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code: throw error(code)
        }
    }

    /// The statement for `sql`, prepared once, or once more while that one is running.
    private func prepared(_ sql: SQL) throws(SQLiteError) -> Statement {
        switch sql.text {
        case .literal(let literal): return try prepared(sql, at: UnsafeRawPointer(literal.utf8Start))
        case .kept(let kept): return try prepared(sql, at: Unmanaged.passUnretained(kept).toOpaque())
        case .composed(let text):
            if let known = composed[text], !known.isRunning { return known }
            let statement = try prepare(sql)
            if composed.count >= Self.composedLimit { composed.removeAll() }
            if composed[text] == nil { composed[text] = statement }
            return statement
        }
    }

    private func prepared(_ sql: SQL, at address: UnsafeRawPointer) throws(SQLiteError) -> Statement {
        if let known = literals[address], !known.isRunning { return known }
        let statement = try prepare(sql)
        if literals[address] == nil { literals[address] = statement }
        return statement
    }

    private func prepare(_ sql: SQL) throws(SQLiteError) -> Statement {
        var prepared: OpaquePointer?
        let flags = UInt32(SQLITE_PREPARE_PERSISTENT)
        try check(sqlite3_prepare_v3(handle, sql.string, -1, flags, &prepared, nil))
        guard let prepared else { throw SQLiteError(code: SQLITE_MISUSE, message: "an empty statement") }
        return Statement(prepared, for: sql)
    }
}
