extension Migration {
    /// Organizations, keys, libraries, assets, tags, comments, search and the journal.
    ///
    /// Rows refer to each other by number; the ids that clients see are unique indexes beside them.
    /// A removed organization or library stays as a row (`removed = 1`) until the last of its assets is purged:
    /// so a removal costs the same whatever its size, and the id is free at once.
    static let first = Migration(
        number: 1,
        script: """
            CREATE TABLE organizations (
                key INTEGER PRIMARY KEY AUTOINCREMENT,
                id TEXT NOT NULL,
                name TEXT,
                plan TEXT,
                created INTEGER NOT NULL,
                expires INTEGER,
                removed INTEGER NOT NULL DEFAULT 0,
                -- Bytes of all its assets until they are purged.
                stored_bytes INTEGER NOT NULL DEFAULT 0 CHECK (stored_bytes >= 0)
            ) STRICT;
            CREATE UNIQUE INDEX organizations_by_id ON organizations (id) WHERE removed = 0;
            CREATE INDEX organizations_by_expiry ON organizations (expires)
                WHERE removed = 0 AND expires IS NOT NULL;
            CREATE INDEX organizations_removed ON organizations (key) WHERE removed = 1;

            CREATE TABLE libraries (
                key INTEGER PRIMARY KEY AUTOINCREMENT,
                organization INTEGER NOT NULL REFERENCES organizations (key),
                id TEXT NOT NULL,
                name TEXT NOT NULL,
                adapter TEXT NOT NULL,
                created INTEGER NOT NULL,
                removed INTEGER NOT NULL DEFAULT 0,
                revision INTEGER NOT NULL DEFAULT 0,
                last_created INTEGER NOT NULL DEFAULT -9223372036854775808,
                assets_count INTEGER NOT NULL DEFAULT 0 CHECK (assets_count >= 0),
                photos_count INTEGER NOT NULL DEFAULT 0 CHECK (photos_count >= 0),
                trash_count INTEGER NOT NULL DEFAULT 0 CHECK (trash_count >= 0),
                -- Bytes of live and trashed assets.
                bytes INTEGER NOT NULL DEFAULT 0 CHECK (bytes >= 0),
                -- Asset rows in whatever state.
                row_count INTEGER NOT NULL DEFAULT 0 CHECK (row_count >= 0)
            ) STRICT;
            CREATE UNIQUE INDEX libraries_by_id ON libraries (organization, id) WHERE removed = 0;
            CREATE INDEX libraries_by_name ON libraries (organization, name, id) WHERE removed = 0;
            CREATE INDEX libraries_by_slug ON libraries (id) WHERE removed = 0;
            CREATE INDEX libraries_by_organization ON libraries (organization);
            CREATE INDEX libraries_removed ON libraries (key) WHERE removed = 1;

            CREATE TABLE keys (
                key INTEGER PRIMARY KEY,
                id TEXT NOT NULL UNIQUE,
                organization INTEGER NOT NULL REFERENCES organizations (key),
                digest BLOB NOT NULL UNIQUE,
                label TEXT,
                all_libraries TEXT,
                created INTEGER NOT NULL
            ) STRICT;
            CREATE INDEX keys_by_organization ON keys (organization, created, id);

            CREATE TABLE grants (
                api_key INTEGER NOT NULL REFERENCES keys (key) ON DELETE CASCADE,
                library INTEGER NOT NULL REFERENCES libraries (key) ON DELETE CASCADE,
                access TEXT NOT NULL,
                PRIMARY KEY (api_key, library)
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX grants_by_library ON grants (library);

            CREATE TABLE assets (
                key INTEGER PRIMARY KEY,
                id TEXT NOT NULL UNIQUE,
                library INTEGER NOT NULL REFERENCES libraries (key),
                -- 0 live, 1 in the trash, 2 being purged.
                state INTEGER NOT NULL DEFAULT 0 CHECK (state IN (0, 1, 2)),
                name TEXT NOT NULL,
                filename TEXT NOT NULL,
                content_type TEXT NOT NULL,
                size INTEGER NOT NULL,
                digest BLOB,
                width INTEGER,
                height INTEGER,
                blurhash TEXT,
                thumb_url TEXT,
                thumb_high_url TEXT,
                thumb_url_blurred TEXT,
                description TEXT,
                created INTEGER NOT NULL,
                updated INTEGER NOT NULL,
                uploaded_by TEXT,
                adapter TEXT NOT NULL,
                native_id TEXT NOT NULL,
                place TEXT,
                trashed INTEGER,
                purge_at INTEGER
            ) STRICT;
            CREATE UNIQUE INDEX assets_by_home ON assets (adapter, native_id);
            CREATE INDEX assets_in_order ON assets (library, state, created DESC, id);
            CREATE INDEX assets_in_trash ON assets (library, trashed DESC, id) WHERE state = 1;
            CREATE INDEX assets_due ON assets (purge_at) WHERE state = 1;

            CREATE TABLE tags (
                key INTEGER PRIMARY KEY,
                library INTEGER NOT NULL REFERENCES libraries (key) ON DELETE CASCADE,
                id TEXT NOT NULL,
                -- Live assets that carry it.
                count INTEGER NOT NULL DEFAULT 0 CHECK (count >= 0),
                UNIQUE (library, id)
            ) STRICT;
            CREATE INDEX tags_by_count ON tags (library, count DESC, id) WHERE count > 0;

            -- Carries the order of its asset, so that a page of one tag is a walk along one index.
            CREATE TABLE asset_tags (
                asset INTEGER NOT NULL REFERENCES assets (key) ON DELETE CASCADE,
                position INTEGER NOT NULL,
                tag INTEGER NOT NULL REFERENCES tags (key),
                live INTEGER NOT NULL,
                created INTEGER NOT NULL,
                id TEXT NOT NULL,
                PRIMARY KEY (asset, position)
            ) STRICT, WITHOUT ROWID;
            CREATE UNIQUE INDEX asset_tags_in_order ON asset_tags (tag, live, created DESC, id, asset);

            CREATE TABLE comments (
                key INTEGER PRIMARY KEY,
                asset INTEGER NOT NULL REFERENCES assets (key) ON DELETE CASCADE,
                id TEXT NOT NULL,
                text TEXT NOT NULL,
                created INTEGER NOT NULL,
                updated INTEGER NOT NULL,
                author TEXT,
                author_key TEXT NOT NULL,
                UNIQUE (asset, id)
            ) STRICT;
            CREATE INDEX comments_in_order ON comments (asset, created, id);

            CREATE TABLE answers (
                key INTEGER PRIMARY KEY,
                scope BLOB NOT NULL UNIQUE,
                fingerprint BLOB NOT NULL,
                sealed BLOB NOT NULL,
                created INTEGER NOT NULL
            ) STRICT;
            CREATE INDEX answers_by_age ON answers (created);

            CREATE TABLE intents (
                key INTEGER PRIMARY KEY,
                asset TEXT NOT NULL,
                operation TEXT NOT NULL,
                adapter TEXT NOT NULL,
                organization TEXT NOT NULL,
                library TEXT NOT NULL,
                filename TEXT NOT NULL,
                native_id TEXT,
                owner TEXT NOT NULL,
                created INTEGER NOT NULL,
                state TEXT NOT NULL,
                UNIQUE (asset, operation)
            ) STRICT;
            CREATE INDEX intents_by_age ON intents (created, key);

            -- Outlives its organization, so that what a network address did is still counted.
            CREATE TABLE anonymous (
                key INTEGER PRIMARY KEY,
                organization INTEGER REFERENCES organizations (key) ON DELETE SET NULL,
                claim BLOB NOT NULL UNIQUE,
                email BLOB NOT NULL,
                address BLOB NOT NULL,
                created INTEGER NOT NULL,
                expires INTEGER
            ) STRICT;
            CREATE INDEX anonymous_by_organization ON anonymous (organization);
            CREATE INDEX anonymous_by_email ON anonymous (email);
            CREATE INDEX anonymous_by_address ON anonymous (address, created);
            CREATE INDEX anonymous_by_age ON anonymous (created);

            -- Live assets only; rowid is the asset's key, the texts are words already cut and folded.
            CREATE VIRTUAL TABLE search USING fts5 (
                name, description, tags, library, tokenize = 'ascii', prefix = '1 2 3'
            );
            """)
}
