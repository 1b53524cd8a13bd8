extension Migration {
    /// Claim tokens that are remembered after their use, and the mails that carry them.
    ///
    /// `anonymous` loses its token, and so holds only what quotas count, which is forgotten after a week; a token
    /// outlives its organization, since it still has an answer then.
    static let claims = Migration(
        number: 5,
        script: """
            CREATE TABLE claims (
                key INTEGER PRIMARY KEY,
                digest BLOB NOT NULL UNIQUE,
                organization INTEGER REFERENCES organizations (key) ON DELETE SET NULL,
                expires INTEGER NOT NULL,
                claimed INTEGER
            ) STRICT;
            INSERT INTO claims (digest, organization, expires)
                SELECT claim, organization, coalesce(expires, created) FROM anonymous;
            CREATE INDEX claims_by_organization ON claims (organization);
            CREATE INDEX claims_without_organization ON claims (expires) WHERE organization IS NULL;

            CREATE TABLE anonymous_quotas (
                key INTEGER PRIMARY KEY,
                organization INTEGER REFERENCES organizations (key) ON DELETE SET NULL,
                email BLOB NOT NULL,
                address BLOB NOT NULL,
                created INTEGER NOT NULL
            ) STRICT;
            INSERT INTO anonymous_quotas (key, organization, email, address, created)
                SELECT key, organization, email, address, created FROM anonymous;
            DROP TABLE anonymous;
            ALTER TABLE anonymous_quotas RENAME TO anonymous;
            CREATE INDEX anonymous_by_organization ON anonymous (organization);
            CREATE INDEX anonymous_by_email ON anonymous (email);
            CREATE INDEX anonymous_by_address ON anonymous (address, created);
            CREATE INDEX anonymous_by_age ON anonymous (created);

            CREATE TABLE mails (
                organization INTEGER PRIMARY KEY REFERENCES organizations (key) ON DELETE CASCADE,
                recipient TEXT NOT NULL,
                created INTEGER NOT NULL,
                attempts INTEGER NOT NULL,
                -- NULL once it has been given up.
                next INTEGER,
                failure TEXT
            ) STRICT;
            CREATE INDEX mails_by_turn ON mails (next) WHERE next IS NOT NULL;
            """)
}
