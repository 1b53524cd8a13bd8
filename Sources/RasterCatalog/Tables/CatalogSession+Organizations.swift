import Raster
import SQLite

extension CatalogSession {
    func organization(_ id: OrganizationID, at now: Timestamp) throws(StorageError) -> Organization? {
        try transaction.first(
            """
            SELECT id, name, plan, created, expires FROM organizations
            WHERE id = ? AND removed = 0 AND (expires IS NULL OR expires > ?)
            """, [.id(id), .time(now)], Self.organization)
    }

    func organizations() throws(StorageError) -> [Organization] {
        try transaction.all(
            "SELECT id, name, plan, created, expires FROM organizations WHERE removed = 0 ORDER BY id",
            [], Self.organization)
    }

    func storedBytes(of organization: OrganizationID) throws(StorageError) -> Int {
        try transaction.number(
            "SELECT stored_bytes FROM organizations WHERE id = ? AND removed = 0", [.id(organization)])
    }

    func insert(_ organization: Organization) throws(StorageError) {
        try transaction.run(
            "INSERT INTO organizations (id, name, plan, created, expires) VALUES (?, ?, ?, ?, ?)",
            [
                .id(organization.id), .text(orNull: organization.name),
                .text(orNull: organization.plan?.rawValue), .time(organization.created),
                .time(orNull: organization.expires),
            ])
    }

    func update(_ organization: Organization) throws(StorageError) {
        let changed = try transaction.run(
            "UPDATE organizations SET name = ?, plan = ?, expires = ? WHERE id = ? AND removed = 0",
            [
                .text(orNull: organization.name), .text(orNull: organization.plan?.rawValue),
                .time(orNull: organization.expires), .id(organization.id),
            ])
        guard changed > 0 else { throw Self.missing("organization") }
    }

    func remove(_ organization: OrganizationID) throws(StorageError) { try remove([organization]) }

    /// Takes an organization out of everyone's sight; its rows stay until the last of its assets is purged.
    func retire(_ organization: OrganizationID) throws(StorageError) {
        let key = try key(of: organization)
        try transaction.run("DELETE FROM mails WHERE organization = ?", [.integer(key)])
        try transaction.run("DELETE FROM keys WHERE organization = ?", [.integer(key)])
        let libraries = try transaction.all(
            "SELECT key FROM libraries WHERE organization = ? AND removed = 0", [.integer(key)]
        ) { LibraryKey($0.integer(0)) }
        for library in libraries {
            try releaseAdoptions(of: library)
            try forgetBlocks(of: library)
        }
        try transaction.run(
            "DELETE FROM jobs WHERE library IN (SELECT key FROM libraries WHERE organization = ?)",
            [.integer(key)])
        try transaction.run("UPDATE libraries SET removed = 1 WHERE organization = ?", [.integer(key)])
        try transaction.run("UPDATE organizations SET removed = 1 WHERE key = ?", [.integer(key)])
    }

    /// The row of an organization, expired or not; `.notFound` where there is none.
    func key(of organization: OrganizationID) throws(StorageError) -> Int64 {
        let key = try transaction.first(
            "SELECT key FROM organizations WHERE id = ? AND removed = 0", [.id(organization)]
        ) { $0.integer(0) }
        guard let key else { throw Self.missing("organization") }
        return key
    }

    /// Deletes the rows of removed libraries and organizations whose last asset is gone.
    func dropEmptied() throws(StorageError) {
        let dropped = try transaction.run("DELETE FROM libraries WHERE removed = 1 AND row_count = 0")
        let organizations = try transaction.run(
            """
            DELETE FROM organizations WHERE removed = 1
            AND NOT EXISTS (SELECT 1 FROM libraries WHERE organization = organizations.key)
            """)
        if dropped + organizations > 0 { transaction.forgetPlaces() }
    }

    private static func organization(_ row: Row) -> Organization {
        Organization(
            id: OrganizationID(row.text(0)), name: row.textOrNil(1),
            plan: row.textOrNil(2).flatMap(Plan.init(rawValue:)), created: row.time(3),
            expires: row.timeOrNil(4))
    }
}
