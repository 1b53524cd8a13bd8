extension Migration {
    /// Comparisons of libraries with their backends.
    static let syncRuns = Migration(
        number: 7,
        script: """
            -- The last comparison of a library with its backend, or the one that is under way.
            CREATE TABLE sync_runs (
                library INTEGER PRIMARY KEY REFERENCES libraries (key) ON DELETE CASCADE,
                adapter TEXT NOT NULL,
                -- The numbers of its first walk through the listing, and of its last.
                first INTEGER NOT NULL,
                number INTEGER NOT NULL,
                started INTEGER NOT NULL,
                walk_started INTEGER NOT NULL,
                -- The last row of `assets` when the walk began.
                newest INTEGER NOT NULL,
                -- Where the next page begins; none before the first, and after the last.
                token TEXT,
                listed INTEGER NOT NULL DEFAULT 0,
                pages INTEGER NOT NULL DEFAULT 0,
                news INTEGER NOT NULL DEFAULT 0,
                discovered INTEGER NOT NULL DEFAULT 0,
                added INTEGER NOT NULL DEFAULT 0,
                changed INTEGER NOT NULL DEFAULT 0,
                unchanged INTEGER NOT NULL DEFAULT 0,
                skipped INTEGER NOT NULL DEFAULT 0,
                failed INTEGER NOT NULL DEFAULT 0,
                returned INTEGER NOT NULL DEFAULT 0,
                moved INTEGER NOT NULL DEFAULT 0,
                removed INTEGER NOT NULL DEFAULT 0,
                missing INTEGER NOT NULL DEFAULT 0,
                -- What the last one that came to its end had discovered.
                expected INTEGER,
                finished INTEGER,
                failure TEXT
            ) STRICT;

            -- Walks over a backend are numbered, whatever becomes of the libraries: what `mirrors.seen` is compared
            -- with. A backend without a row was never walked through.
            CREATE TABLE sync_numbers (
                adapter TEXT PRIMARY KEY,
                last INTEGER NOT NULL
            ) STRICT, WITHOUT ROWID;

            -- What the present run of a library leaves alone, and the last of its walks that named it.
            CREATE TABLE sync_skips (
                library INTEGER NOT NULL REFERENCES libraries (key) ON DELETE CASCADE,
                native_id TEXT NOT NULL,
                number INTEGER NOT NULL,
                reason TEXT NOT NULL,
                PRIMARY KEY (library, native_id)
            ) STRICT, WITHOUT ROWID;

            -- Homes of purged assets that a listing may still name, and the last walk that had begun by then.
            CREATE TABLE purged_homes (
                adapter TEXT NOT NULL,
                native_id TEXT NOT NULL,
                number INTEGER NOT NULL,
                PRIMARY KEY (adapter, native_id)
            ) STRICT, WITHOUT ROWID;

            -- Assets whose bytes were in the backend before the gateway was: removing a library leaves them there.
            CREATE TABLE found_assets (
                asset INTEGER PRIMARY KEY REFERENCES assets (key) ON DELETE CASCADE
            ) STRICT;
            """)
}
