extension Migration {
    /// Live counts per block of about 1,000 assets, so that no page of a library or of one tag is walked to.
    static let pageBlocks = Migration(
        number: 2,
        script: """
            -- A list is a library, by its number, or a tag, by the negative of its own. Its blocks follow each
            -- other in the order of pages; each begins at the key it names and ends before the next one, and the
            -- first begins before everything. A list that is short has none.
            CREATE TABLE page_blocks (
                list INTEGER NOT NULL,
                created INTEGER NOT NULL,
                id TEXT NOT NULL,
                -- Live assets in it.
                count INTEGER NOT NULL CHECK (count >= 0),
                PRIMARY KEY (list, created DESC, id)
            ) STRICT, WITHOUT ROWID;

            INSERT INTO page_blocks (list, created, id, count)
            SELECT library, iif(place = 0, 9223372036854775807, created), iif(place = 0, '', id),
                min(1000, total - place)
            FROM (
                SELECT a.library, a.created, a.id, n.total, row_number() OVER (
                    PARTITION BY a.library ORDER BY a.created DESC, a.id
                ) - 1 AS place
                FROM (
                    SELECT library, count(*) AS total FROM assets WHERE state = 0
                    GROUP BY library HAVING count(*) > 2000
                ) n CROSS JOIN assets a ON a.library = n.library AND a.state = 0
            ) WHERE place % 1000 = 0;

            INSERT INTO page_blocks (list, created, id, count)
            SELECT -tag, iif(place = 0, 9223372036854775807, created), iif(place = 0, '', id),
                min(1000, total - place)
            FROM (
                SELECT a.tag, a.created, a.id, n.total, row_number() OVER (
                    PARTITION BY a.tag ORDER BY a.created DESC, a.id
                ) - 1 AS place
                FROM (
                    SELECT tag, count(*) AS total FROM asset_tags WHERE live = 1
                    GROUP BY tag HAVING count(*) > 2000
                ) n CROSS JOIN asset_tags a ON a.tag = n.tag AND a.live = 1
            ) WHERE place % 1000 = 0;
            """)
}
