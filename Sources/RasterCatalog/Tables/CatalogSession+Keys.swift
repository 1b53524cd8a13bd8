import Bytes
import Raster
import SQLite

extension CatalogSession {
    func key(secretDigest: SHA256Digest) throws(StorageError) -> APIKey? {
        try keys(
            """
            SELECT k.id, o.id, k.label, k.all_libraries, k.created, l.id, g.access
            FROM keys k JOIN organizations o ON o.key = k.organization
            LEFT JOIN grants g ON g.api_key = k.key LEFT JOIN libraries l ON l.key = g.library
            WHERE k.digest = ?
            """, .digest(secretDigest)
        ).first
    }

    func keys(of organization: OrganizationID) throws(StorageError) -> [APIKey] {
        try keys(
            """
            SELECT k.id, o.id, k.label, k.all_libraries, k.created, l.id, g.access
            FROM organizations o CROSS JOIN keys k ON k.organization = o.key
            LEFT JOIN grants g ON g.api_key = k.key LEFT JOIN libraries l ON l.key = g.library
            WHERE o.id = ? AND o.removed = 0 ORDER BY k.created, k.id
            """, .id(organization))
    }

    /// One row per grant, or one without any; rows of one key follow each other.
    private func keys(_ sql: SQL, _ value: SQLValue) throws(StorageError) -> [APIKey] {
        var keys: [APIKey] = []
        try transaction.forEach(sql, [value]) { row in
            let id = KeyID(row.text(0))
            if keys.last?.id != id { keys.append(Self.key(id, row)) }
            guard let access = row.textOrNil(6).flatMap(Access.init(rawValue:)) else { return }
            keys[keys.count - 1].grants.libraries[LibraryID(row.text(5))] = access
        }
        return keys
    }

    private static func key(_ id: KeyID, _ row: Row) -> APIKey {
        APIKey(
            id: id, organization: OrganizationID(row.text(1)), label: row.textOrNil(2),
            grants: Grants(all: row.textOrNil(3).flatMap(Access.init(rawValue:))), created: row.time(4))
    }

    func insert(_ key: NewAPIKey) throws(StorageError) {
        try atomically { () throws(StorageError) in try add(key) }
    }

    private func add(_ key: NewAPIKey) throws(StorageError) {
        let organization = try self.key(of: key.key.organization)
        let row = try transaction.insert(
            """
            INSERT INTO keys (id, organization, digest, label, all_libraries, created)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            [
                .id(key.key.id), .integer(organization), .digest(key.secretDigest),
                .text(orNull: key.key.label), .text(orNull: key.key.grants.all?.rawValue),
                .time(key.key.created),
            ])
        try addGrants(key.key.grants.libraries, to: row, in: organization)
    }

    func setGrants(
        _ grants: Grants, of key: KeyID, in organization: OrganizationID
    ) throws(StorageError) {
        let (row, owner) = try locate(key, in: organization)
        try atomically { () throws(StorageError) in
            try transaction.run(
                "UPDATE keys SET all_libraries = ? WHERE key = ?",
                [.text(orNull: grants.all?.rawValue), .integer(row)])
            try transaction.run("DELETE FROM grants WHERE api_key = ?", [.integer(row)])
            try addGrants(grants.libraries, to: row, in: owner)
        }
    }

    func grant(
        _ access: Access, on library: LibraryID, to key: KeyID, in organization: OrganizationID
    ) throws(StorageError) {
        let (row, owner) = try locate(key, in: organization)
        try addGrants([library: access], to: row, in: owner)
    }

    func revoke(_ key: KeyID, in organization: OrganizationID) throws(StorageError) {
        let (row, _) = try locate(key, in: organization)
        try transaction.run("DELETE FROM keys WHERE key = ?", [.integer(row)])
    }

    /// The rows of a key and of its organization.
    private func locate(
        _ key: KeyID, in organization: OrganizationID
    ) throws(StorageError) -> (key: Int64, organization: Int64) {
        let owner = try self.key(of: organization)
        let row = try transaction.first(
            "SELECT key FROM keys WHERE id = ? AND organization = ?", [.id(key), .integer(owner)]
        ) { $0.integer(0) }
        guard let row else { throw Self.missing("key") }
        return (row, owner)
    }

    /// Adds grants; a grant that is there already is never lessened.
    private func addGrants(
        _ grants: [LibraryID: Access], to key: Int64, in organization: Int64
    ) throws(StorageError) {
        for (library, access) in grants {
            let added = try transaction.run(
                """
                INSERT INTO grants (api_key, library, access)
                SELECT ?1, key, ?2 FROM libraries WHERE organization = ?3 AND id = ?4 AND removed = 0
                ON CONFLICT DO UPDATE SET access = max(access, excluded.access)
                """,
                [.integer(key), .text(access.rawValue), .integer(organization), .id(library)])
            guard added > 0 else { throw Self.missing("library").with("library", library) }
        }
    }
}
