extension Migration {
    /// Long work.
    ///
    /// The jobs of a library go with it: nobody can ask for them any more. Of a library and a kind only one runs,
    /// whoever made it run.
    static let jobs = Migration(
        number: 3,
        script: """
            CREATE TABLE jobs (
                key INTEGER PRIMARY KEY AUTOINCREMENT,
                id TEXT NOT NULL UNIQUE,
                library INTEGER NOT NULL REFERENCES libraries (key) ON DELETE CASCADE,
                kind TEXT NOT NULL,
                state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
                created INTEGER NOT NULL,
                started INTEGER,
                finished INTEGER,
                items INTEGER NOT NULL DEFAULT 0,
                items_total INTEGER,
                bytes INTEGER NOT NULL DEFAULT 0,
                bytes_total INTEGER,
                failed INTEGER NOT NULL DEFAULT 0,
                error_code TEXT,
                error_message TEXT,
                owner TEXT,
                attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
                -- Whether somebody wants a running one to end.
                cancelling INTEGER NOT NULL DEFAULT 0,
                CHECK ((finished IS NULL) = (state IN ('queued', 'running')))
            ) STRICT;
            CREATE INDEX jobs_in_order ON jobs (library, created DESC, key DESC);
            CREATE INDEX jobs_open ON jobs (library, kind, created) WHERE finished IS NULL;
            CREATE INDEX jobs_waiting ON jobs (created, key) WHERE state = 'queued';
            CREATE UNIQUE INDEX jobs_running ON jobs (library, kind) WHERE state = 'running';
            CREATE INDEX jobs_ended ON jobs (finished) WHERE finished IS NOT NULL;
            """)
}
