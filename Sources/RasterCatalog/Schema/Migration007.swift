extension Migration {
    /// Comparisons of libraries with their backends.
    static let syncRuns = Migration(
        number: 7,
        script: """
            -- The last comparison of a library with its backend, or the one that is under way.
            CREATE TABLE sync_runs (
                library INTEGER PRIMARY KEY REFERENCES libraries (key) ON DELETE CASCADE,
                adapter TEXT NOT NULL,
                -- Unique among the runs over an adapter, and growing: what `mirrors.seen` is compared with.
                number INTEGER NOT NULL,
                started INTEGER NOT NULL,
                -- Where the next page begins; none before the first.
                token TEXT,
                pages INTEGER NOT NULL DEFAULT 0,
                items INTEGER NOT NULL DEFAULT 0,
                finished INTEGER,
                failure TEXT
            ) STRICT;
            CREATE INDEX sync_runs_by_adapter ON sync_runs (adapter, number);
            """)
}
