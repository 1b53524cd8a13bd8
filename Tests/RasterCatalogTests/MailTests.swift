import Raster
import RasterCatalog
import TestSupport
import Testing

extension QueuedMail {
    /// A mail that is due at ``Timestamp/sample(_:)``.
    static func sample(_ organization: OrganizationID, next: Timestamp? = .sample()) -> QueuedMail {
        QueuedMail(
            organization: organization, recipient: "ann@example.com", created: .sample(), next: next)
    }
}

@Suite struct MailTests {
    private func fixture(_ mails: QueuedMail...) async throws -> CatalogFixture {
        let fixture = try await CatalogFixture()
        try await fixture.catalog.write { writer in
            for mail in mails {
                try await writer.insert(.sample(mail.organization, expires: .sample(100)))
                try await writer.put(mail)
            }
        }
        return fixture
    }

    @Test func `mails come in their turn`() async throws {
        let fixture = try await fixture(
            .sample("x", next: .sample(2)), .sample("y", next: .sample(1)), .sample("z", next: nil))

        try await fixture.catalog.read { reader async throws in
            #expect(try await reader.mailsDue(at: .sample(2), limit: 9).map(\.organization) == ["y", "x"])
            #expect(try await reader.mailsDue(at: .sample(1), limit: 9).map(\.organization) == ["y"])
            #expect(try await reader.mailsDue(at: .sample(2), limit: 1).count == 1)
        }
    }

    @Test func `a mail is changed, never doubled, and goes`() async throws {
        let fixture = try await fixture(.sample("x"))
        var changed = QueuedMail.sample("x", next: .sample(9))
        changed.attempts = 3
        changed.failure = "no answer"
        let mail = changed

        try await fixture.catalog.write { try await $0.put(mail) }
        let found = try await fixture.catalog.read { try await $0.mail(about: "x") }
        try await fixture.catalog.write { try await $0.removeMail(about: "x") }

        #expect(found == mail)
        #expect(try await fixture.catalog.read { try await $0.mail(about: "x") } == nil)
    }

    @Test func `a mail goes with its organization`() async throws {
        let fixture = try await fixture(.sample("x"))

        try await fixture.catalog.write { try await $0.remove("x" as OrganizationID) }

        #expect(try await fixture.catalog.read { try await $0.mailTotals() } == MailTotals())
    }

    @Test func `totals tell what waits, what failed and what was given up`() async throws {
        var (failed, abandoned) = (QueuedMail.sample("y"), QueuedMail.sample("z", next: nil))
        failed.attempts = 1
        failed.failure = "no answer"
        abandoned.attempts = 1
        let fixture = try await fixture(.sample("x"), failed, abandoned)

        let totals = try await fixture.catalog.read { try await $0.mailTotals() }

        #expect([totals.waiting, totals.retried, totals.abandoned] == [2, 1, 1])
        #expect(totals.failure == "no answer")
    }
}
