extension Migration {
    /// What backends keep of assets besides their bytes: comments, events, a trash and places.
    static let nativeRecords = Migration(
        number: 9,
        script: """
            -- Names, one a line.
            ALTER TABLE comments ADD COLUMN mentions TEXT NOT NULL DEFAULT '';
            -- Whether nobody sees it yet, since nobody knows whether the backend has it.
            ALTER TABLE comments ADD COLUMN pending INTEGER NOT NULL DEFAULT 0;

            -- Which comment of a backend one of the catalog's is; an asset that moves has other ones elsewhere.
            CREATE TABLE comment_links (
                comment INTEGER NOT NULL REFERENCES comments (key) ON DELETE CASCADE,
                adapter TEXT NOT NULL,
                native_asset TEXT NOT NULL,
                -- None before the backend has answered.
                native_id TEXT,
                -- When it was sent there, as long as nobody knows what came of that.
                sent INTEGER,
                PRIMARY KEY (comment, adapter, native_asset)
            ) STRICT, WITHOUT ROWID;
            CREATE UNIQUE INDEX comment_links_by_native ON comment_links (adapter, native_asset, native_id)
                WHERE native_id IS NOT NULL;

            -- What was done to assets through the gateway.
            CREATE TABLE events (
                key INTEGER PRIMARY KEY,
                asset INTEGER NOT NULL REFERENCES assets (key) ON DELETE CASCADE,
                type TEXT NOT NULL,
                created INTEGER NOT NULL,
                actor TEXT,
                detail TEXT
            ) STRICT;
            CREATE INDEX events_in_order ON events (asset, created, key);

            -- The version that has last put the asset into the trash or taken it out.
            ALTER TABLE mirrors ADD COLUMN binned INTEGER NOT NULL DEFAULT 0;
            -- The version that has last moved the asset to another library.
            ALTER TABLE mirrors ADD COLUMN placed INTEGER NOT NULL DEFAULT 0;
            """)
}
