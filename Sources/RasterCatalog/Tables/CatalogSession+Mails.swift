import Raster
import SQLite

extension CatalogSession {
    func mail(about organization: OrganizationID) throws(StorageError) -> QueuedMail? {
        try transaction.first(
            """
            SELECT o.id, m.recipient, m.created, m.attempts, m.next, m.failure
            FROM organizations o JOIN mails m ON m.organization = o.key
            WHERE o.id = ? AND o.removed = 0
            """, [.id(organization)], Self.mail)
    }

    func mailsDue(at now: Timestamp, limit: Int) throws(StorageError) -> [QueuedMail] {
        try transaction.all(
            """
            SELECT o.id, m.recipient, m.created, m.attempts, m.next, m.failure
            FROM mails m CROSS JOIN organizations o ON o.key = m.organization
            WHERE m.next IS NOT NULL AND m.next <= ? ORDER BY m.next LIMIT ?
            """, [.time(now), .integer(limit)], Self.mail)
    }

    func mailTotals() throws(StorageError) -> MailTotals {
        try transaction.first(
            """
            SELECT count(next), coalesce(sum(next IS NOT NULL AND attempts > 0), 0),
                coalesce(sum(next IS NULL), 0), max(failure)
            FROM mails
            """
        ) { row in
            var totals = MailTotals()
            totals.waiting = row.int(0)
            totals.retried = row.int(1)
            totals.abandoned = row.int(2)
            totals.failure = row.textOrNil(3)
            return totals
        } ?? MailTotals()
    }

    func put(_ mail: QueuedMail) throws(StorageError) {
        let key = try key(of: mail.organization)
        try transaction.run(
            """
            INSERT INTO mails (organization, recipient, created, attempts, next, failure)
            VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET recipient = excluded.recipient, attempts = excluded.attempts,
                next = excluded.next, failure = excluded.failure
            """,
            [
                .integer(key), .text(mail.recipient), .time(mail.created), .integer(mail.attempts),
                .time(orNull: mail.next), .text(orNull: mail.failure),
            ])
    }

    func removeMail(about organization: OrganizationID) throws(StorageError) {
        try transaction.run(
            """
            DELETE FROM mails WHERE organization = (
                SELECT key FROM organizations WHERE id = ? AND removed = 0)
            """, [.id(organization)])
    }

    private static func mail(_ row: Row) -> QueuedMail {
        QueuedMail(
            organization: OrganizationID(row.text(0)), recipient: row.text(1), created: row.time(2),
            attempts: row.int(3), next: row.timeOrNil(4), failure: row.textOrNil(5))
    }
}
