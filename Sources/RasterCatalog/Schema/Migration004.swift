extension Migration {
    /// Folders whose files became assets where they lie.
    static let adoptedFolders = Migration(
        number: 4,
        script: """
            CREATE TABLE adoptions (
                key INTEGER PRIMARY KEY AUTOINCREMENT,
                -- None once the library is removed and assets are left that were moved to another one.
                library INTEGER REFERENCES libraries (key) ON DELETE SET NULL,
                adapter TEXT NOT NULL UNIQUE,
                root TEXT NOT NULL,
                created INTEGER NOT NULL,
                device INTEGER,
                inode INTEGER,
                started INTEGER,
                finished INTEGER,
                files INTEGER NOT NULL DEFAULT 0,
                unreadable INTEGER NOT NULL DEFAULT 0,
                failure TEXT
            ) STRICT;
            CREATE INDEX adoptions_by_library ON adoptions (library);

            CREATE TABLE adopted_files (
                asset INTEGER PRIMARY KEY REFERENCES assets (key) ON DELETE CASCADE,
                adoption INTEGER NOT NULL REFERENCES adoptions (key),
                device INTEGER NOT NULL,
                inode INTEGER NOT NULL,
                -- In nanoseconds.
                modified INTEGER NOT NULL,
                missing INTEGER,
                hashed INTEGER NOT NULL DEFAULT 0
            ) STRICT;
            CREATE INDEX adopted_files_by_adoption ON adopted_files (adoption, asset);
            CREATE INDEX adopted_files_by_inode ON adopted_files (adoption, inode);
            CREATE INDEX adopted_files_missing ON adopted_files (adoption, asset) WHERE missing IS NOT NULL;
            CREATE INDEX adopted_files_unhashed ON adopted_files (adoption, modified, asset) WHERE hashed = 0;

            -- Files whose assets were purged, so that a scan does not adopt them again.
            CREATE TABLE tombstones (
                adoption INTEGER NOT NULL REFERENCES adoptions (key) ON DELETE CASCADE,
                native_id TEXT NOT NULL,
                PRIMARY KEY (adoption, native_id)
            ) STRICT, WITHOUT ROWID;
            """)
}
