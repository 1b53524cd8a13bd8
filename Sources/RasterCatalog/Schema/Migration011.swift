extension Migration {
    /// Since when copies and places are there, and how often backends were told to fetch.
    static let tellings = Migration(
        number: 11,
        script: """
            -- When the copy was announced; unknown for those of earlier programs.
            ALTER TABLE relocations ADD COLUMN announced INTEGER;
            -- How often in a row its backend was told from where to fetch.
            ALTER TABLE relocations ADD COLUMN tellings INTEGER NOT NULL DEFAULT 0;
            -- Backlogs are counted along it.
            CREATE INDEX relocations_goal ON relocations (goal, state, since);

            -- Old copies that stay beside a home whose backend hands out no bytes: they are what is read.
            CREATE TABLE spares (
                asset INTEGER PRIMARY KEY REFERENCES assets (key) ON DELETE CASCADE,
                adapter TEXT NOT NULL,
                native_id TEXT NOT NULL,
                -- Whether the asset has moved on, so that it goes with the old home.
                leaving INTEGER NOT NULL DEFAULT 0
            ) STRICT;
            CREATE UNIQUE INDEX spares_by_copy ON spares (adapter, native_id);

            -- When the place was made; unknown for those of earlier programs.
            ALTER TABLE places ADD COLUMN made INTEGER;
            """)
}
