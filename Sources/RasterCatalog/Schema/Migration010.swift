extension Migration {
    /// Identifiers that an operator has named, of assets that are to be taken over.
    static let imports = Migration(
        number: 10,
        script: """
            -- Lists of identifiers. Numbers are never given again, since a run names its list.
            CREATE TABLE imports (
                key INTEGER PRIMARY KEY AUTOINCREMENT,
                library INTEGER NOT NULL REFERENCES libraries (key) ON DELETE CASCADE,
                created INTEGER NOT NULL,
                -- How many there are.
                count INTEGER NOT NULL DEFAULT 0,
                -- Whether all of them are here, so that they can be worked off.
                whole INTEGER NOT NULL DEFAULT 0
            ) STRICT;
            CREATE INDEX imports_library ON imports (library);

            CREATE TABLE import_ids (
                import INTEGER NOT NULL REFERENCES imports (key) ON DELETE CASCADE,
                native_id TEXT NOT NULL,
                position INTEGER NOT NULL,
                PRIMARY KEY (import, native_id)
            ) STRICT, WITHOUT ROWID;
            CREATE UNIQUE INDEX import_ids_position ON import_ids (import, position);

            -- The list that a run goes through instead of the backend's listing.
            ALTER TABLE sync_runs ADD COLUMN import INTEGER;
            """)
}
