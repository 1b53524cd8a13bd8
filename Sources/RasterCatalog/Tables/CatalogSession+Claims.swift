import Bytes
import Raster
import SQLite

extension CatalogSession {
    func claim(_ token: SHA256Digest, at now: Timestamp) throws(StorageError) -> Claim? {
        try transaction.first(
            """
            SELECT c.claimed, o.id, o.name, o.plan, o.created, o.expires FROM claims c
            LEFT JOIN organizations o ON o.key = c.organization AND o.removed = 0 WHERE c.digest = ?
            """, [.digest(token)]
        ) { row in
            let id = row.textOrNil(1).map { OrganizationID($0) }
            guard row.isNull(0) else { return .used(id) }
            guard let id else { return .over }
            // An organization without an end was made permanent some other way.
            guard let expires = row.timeOrNil(5) else { return .used(id) }
            guard expires > now else { return .over }
            return .open(
                Organization(
                    id: id, name: row.textOrNil(2), plan: row.textOrNil(3).flatMap(Plan.init(rawValue:)),
                    created: row.time(4), expires: expires))
        }
    }

    func markClaimed(_ organization: OrganizationID, at now: Timestamp) throws(StorageError) {
        let key = try key(of: organization)
        try transaction.run("UPDATE organizations SET expires = NULL WHERE key = ?", [.integer(key)])
        try transaction.run(
            "UPDATE claims SET claimed = ? WHERE organization = ? AND claimed IS NULL",
            [.time(now), .integer(key)])
        try transaction.run("DELETE FROM mails WHERE organization = ?", [.integer(key)])
    }

    func insert(claim token: SHA256Digest, for organization: OrganizationID) throws(StorageError) {
        let inserted = try transaction.run(
            """
            INSERT INTO claims (digest, organization, expires)
            SELECT ?, key, expires FROM organizations WHERE id = ? AND removed = 0 AND expires IS NOT NULL
            """, [.digest(token), .id(organization)])
        guard inserted > 0 else { throw Self.missing("unclaimed organization") }
    }

    func remove(claim token: SHA256Digest) throws(StorageError) {
        try transaction.run("DELETE FROM claims WHERE digest = ?", [.digest(token)])
    }

    func forgetClaims(before horizon: Timestamp) throws(StorageError) -> Int {
        try transaction.run(
            """
            DELETE FROM claims WHERE key IN (
                SELECT key FROM claims WHERE organization IS NULL AND expires < ? LIMIT 1000)
            """, [.time(horizon)])
    }
}

// The end of those that nobody claims.
extension CatalogSession {
    func expiredOrganizations(at now: Timestamp, limit: Int) throws(StorageError) -> [OrganizationID] {
        try transaction.all(
            """
            SELECT id FROM organizations WHERE removed = 0 AND expires IS NOT NULL AND expires <= ?
            ORDER BY expires LIMIT ?
            """, [.time(now), .integer(limit)]
        ) { OrganizationID($0.text(0)) }
    }

    func remove(_ organizations: [OrganizationID]) throws(StorageError) {
        for organization in organizations { try retire(organization) }
        transaction.forgetPlaces()
        try dropEmptied()
    }
}

// What anonymous callers made.
extension CatalogSession {
    func anonymousUsage(
        email: SHA256Digest, address: SHA256Digest, addressSince: Timestamp, at now: Timestamp
    ) throws(StorageError) -> AnonymousUsage {
        let activeForEmail = try transaction.number(
            """
            SELECT count(*) FROM anonymous a JOIN organizations o ON o.key = a.organization
            WHERE a.email = ? AND o.removed = 0 AND o.expires > ?
            """, [.digest(email), .time(now)])
        let recentFromAddress = try transaction.number(
            "SELECT count(*) FROM anonymous WHERE address = ? AND created >= ?",
            [.digest(address), .time(addressSince)])
        let organizations = try transaction.number(
            """
            SELECT count(*) FROM organizations WHERE removed = 0 AND expires IS NOT NULL AND expires > ?
            """, [.time(now)])
        return AnonymousUsage(
            activeForEmail: activeForEmail, recentFromAddress: recentFromAddress,
            organizations: organizations, bytes: try unclaimedBytes())
    }

    /// Bytes of unclaimed organizations, those included that are over and wait for the purge.
    private func unclaimedBytes() throws(StorageError) -> Int {
        let held = try transaction.number(
            """
            SELECT coalesce(sum(stored_bytes), 0) FROM organizations
            WHERE removed = 0 AND expires IS NOT NULL
            """)
        let leaving = try transaction.number(
            """
            SELECT coalesce(sum(stored_bytes), 0) FROM organizations
            WHERE removed = 1 AND expires IS NOT NULL
            """)
        return held + leaving
    }

    func recordAnonymous(
        _ organization: OrganizationID, claim: SHA256Digest, email: SHA256Digest, address: SHA256Digest,
        at now: Timestamp
    ) throws(StorageError) {
        let key = try key(of: organization)
        // A week is longer than any quota looks back.
        try transaction.run(
            "DELETE FROM anonymous WHERE created < ? AND organization IS NULL", [.time(now - .days(7))])
        try transaction.run(
            "INSERT INTO anonymous (organization, email, address, created) VALUES (?, ?, ?, ?)",
            [.integer(key), .digest(email), .digest(address), .time(now)])
        try insert(claim: claim, for: organization)
    }
}
