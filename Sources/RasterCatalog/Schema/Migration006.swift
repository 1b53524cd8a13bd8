extension Migration {
    /// What backends show of assets, and what they are still to be told.
    static let mirrors = Migration(
        number: 6,
        script: """
            -- One row for each asset whose backend shows its name, description and tags.
            CREATE TABLE mirrors (
                asset INTEGER PRIMARY KEY REFERENCES assets (key) ON DELETE CASCADE,
                -- Counts changes of what should be shown.
                version INTEGER NOT NULL DEFAULT 0,
                -- The version that the backend has been seen to hold.
                mirrored INTEGER NOT NULL DEFAULT 0,
                -- Digest of what the backend showed then.
                state BLOB,
                -- Since when the backend does not have the asset.
                missing INTEGER,
                -- The number of the last listing that named it.
                seen INTEGER NOT NULL DEFAULT 0
            ) STRICT;
            CREATE INDEX mirrors_missing ON mirrors (asset) WHERE missing IS NOT NULL;

            -- Assets whose backend is to be told how they look now; what it is told is computed when it is sent.
            CREATE TABLE outbox (
                asset INTEGER PRIMARY KEY REFERENCES mirrors (asset) ON DELETE CASCADE,
                adapter TEXT NOT NULL,
                -- When the oldest change was made that the backend has not been told of.
                since INTEGER NOT NULL,
                attempts INTEGER NOT NULL DEFAULT 0,
                next_try INTEGER NOT NULL,
                -- When it was last sent, as long as nobody knows what came of that, and by which run.
                sent INTEGER,
                owner TEXT,
                -- Why the last attempt failed: the kind, and a sentence.
                failure TEXT,
                reason TEXT
            ) STRICT;
            CREATE INDEX outbox_due ON outbox (adapter, next_try);
            CREATE INDEX outbox_by_age ON outbox (adapter, since);
            CREATE INDEX outbox_failing ON outbox (adapter) WHERE failure IS NOT NULL;
            CREATE INDEX outbox_unknown ON outbox (adapter) WHERE sent IS NOT NULL;
            """)
}
