extension Migration {
    /// Assets on their way to another backend, and what their ways leave behind.
    ///
    /// Earlier programs left assets where they were when these were moved to a library of another backend: they are
    /// on their way from now on. That is done here and not at every start, since no later program leaves any.
    static let relocations = Migration(
        number: 8,
        script: """
            -- Assets whose bytes are elsewhere than their library says, and how far their way has come.
            CREATE TABLE relocations (
                asset INTEGER PRIMARY KEY REFERENCES assets (key) ON DELETE CASCADE,
                -- The library of the asset.
                library INTEGER NOT NULL,
                -- The backend where it belongs; its present one where only a copy is to be given up.
                goal TEXT NOT NULL,
                state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'failed')),
                since INTEGER NOT NULL,
                attempts INTEGER NOT NULL DEFAULT 0,
                next_try INTEGER NOT NULL,
                -- The copy that a backend is fetching: where, under which number of its label, and how far it is.
                copy_adapter TEXT,
                copy_label INTEGER,
                copy_stage TEXT,
                copy_id TEXT,
                copy_place TEXT,
                -- Digest of what the backend was told to show.
                copy_state BLOB,
                md5 TEXT,
                -- SHA-256 of the token with which the bytes may be fetched until the deadline.
                token BLOB,
                deadline INTEGER,
                -- Why the last attempt failed: the kind, and a sentence.
                failure TEXT,
                reason TEXT
            ) STRICT;
            CREATE INDEX relocations_due ON relocations (library, state, next_try);
            CREATE UNIQUE INDEX relocations_by_token ON relocations (token) WHERE token IS NOT NULL;
            CREATE INDEX relocations_fetched ON relocations (library) WHERE token IS NOT NULL;
            CREATE INDEX relocations_by_copy ON relocations (copy_adapter, copy_id)
                WHERE copy_adapter IS NOT NULL;
            INSERT INTO relocations (asset, library, goal, since, next_try)
                SELECT a.key, l.key, l.adapter, a.updated, a.updated
                FROM libraries l CROSS JOIN assets a ON a.library = l.key AND a.state < 2
                WHERE l.removed = 0 AND a.adapter <> l.adapter
                    AND a.adapter NOT IN (SELECT adapter FROM adoptions);

            -- The last number of each label that was used, since a backend gives it away only once.
            CREATE TABLE labels (
                base TEXT NOT NULL,
                adapter TEXT NOT NULL,
                last INTEGER NOT NULL,
                PRIMARY KEY (base, adapter)
            ) STRICT, WITHOUT ROWID;

            -- What backends hold under a label and cannot hand out: calls without an answer have made it.
            CREATE TABLE placeholders (
                adapter TEXT NOT NULL,
                kind TEXT NOT NULL CHECK (kind IN ('asset', 'project')),
                label TEXT NOT NULL,
                -- The asset's id, or organization and library.
                of TEXT NOT NULL,
                noted INTEGER NOT NULL,
                PRIMARY KEY (adapter, kind, label)
            ) STRICT, WITHOUT ROWID;

            -- Where the assets of a library lie in a backend; none yet where it is just being made.
            CREATE TABLE places (
                adapter TEXT NOT NULL,
                organization TEXT NOT NULL,
                library TEXT NOT NULL,
                -- The number of the label that it was made with.
                label INTEGER NOT NULL,
                place TEXT,
                PRIMARY KEY (adapter, organization, library)
            ) STRICT, WITHOUT ROWID;

            -- Old and second copies that are about to go, by what listings name.
            CREATE INDEX intents_by_native ON intents (adapter, native_id) WHERE native_id IS NOT NULL;
            """)
}
