extension Migration {
    /// Identifiers that an operator has named, of assets that are to be taken over.
    static let imports = Migration(
        number: 10,
        script: """
            CREATE TABLE imports (
                library INTEGER NOT NULL REFERENCES libraries (key) ON DELETE CASCADE,
                position INTEGER NOT NULL,
                native_id TEXT NOT NULL,
                PRIMARY KEY (library, position)
            ) STRICT, WITHOUT ROWID;
            """)
}
