public import Raster

/// Sends the mails that wait in the catalog, for the owner of a data directory only.
///
/// Each attempt makes a claim token of its own and keeps its digest before the mail goes out: so the link that
/// arrives always works, and none lies readable on the disk. An attempt whose outcome nobody knows is repeated.
public struct MailRoom: Sendable {
    /// What one round came to.
    public struct Round: Sendable, Equatable {
        /// Mails that the server took.
        public var sent = 0
        /// Attempts that failed, to be repeated.
        public var failed = 0
        /// Mails that will not be tried again.
        public var abandoned = 0
        /// The last failure, for the log.
        public var failure: String?

        /// Whether there was anything to do.
        public var isEmpty: Bool { sent + failed + abandoned == 0 }
    }

    /// An attempt that is about to be made.
    private struct Attempt: Sendable {
        let mail: QueuedMail
        let token: NewSecret
        let expires: Timestamp
    }

    /// Mails in one round, so that a stop does not wait for a long queue.
    private static let mailsPerRound = 20
    private let gateway: Gateway
    private let mailer: any Mailer

    /// A mail room that sends what waits in `gateway`'s catalog through `mailer`.
    public init(_ gateway: Gateway, _ mailer: any Mailer) {
        self.gateway = gateway
        self.mailer = mailer
    }

    /// Tries every mail whose turn has come, twenty at most, one after the other, until `isStopped`.
    public func round(isStopped: @Sendable () -> Bool = { false }) async throws -> Round {
        var round = Round()
        let now = gateway.clock.now()
        let due = try await gateway.catalog.read { try await $0.mailsDue(at: now, limit: Self.mailsPerRound) }
        for mail in due {
            if isStopped() { break }
            try await attempt(mail.organization, &round)
        }
        return round
    }

    private func attempt(_ organization: OrganizationID, _ round: inout Round) async throws {
        guard let attempt = try await begin(organization) else { return }
        let message = ClaimMail.message(
            to: attempt.mail.recipient, about: organization, until: attempt.expires,
            link: gateway.claimURL(attempt.token.text), at: gateway.settings.publicURL)
        do throws(StorageError) {
            try await mailer.send(message)
            round.sent += 1
            try? await gateway.catalog.write { try await $0.removeMail(about: organization) }
        } catch {
            let isOver = try await record(error, attempt)
            round.failed += isOver ? 0 : 1
            round.abandoned += isOver ? 1 : 0
            round.failure = error.description
        }
    }

    /// Writes down that the mail is about to be sent; `nil` where it is no longer wanted.
    private func begin(_ organization: OrganizationID) async throws -> Attempt? {
        let now = gateway.clock.now()
        let token = try NewSecret(gateway.identifiers.token())
        return try await gateway.catalog.write { writer in
            guard var mail = try await writer.mail(about: organization), let turn = mail.next, turn <= now
            else { return nil }
            guard let expires = try await writer.organization(organization, at: now)?.expires else {
                try await writer.removeMail(about: organization)
                return nil
            }
            mail.attempts += 1
            // Should the process die on the way, this is when the mail is tried again.
            mail.next = now + (MailSchedule.wait(after: mail.attempts) ?? .days(1))
            try await writer.put(mail)
            try await writer.insert(claim: token.digest, for: organization)
            return Attempt(mail: mail, token: token, expires: expires)
        }
    }

    /// Keeps why an attempt failed; whether it was the last one.
    private func record(_ error: StorageError, _ attempt: Attempt) async throws -> Bool {
        let isOver = error.retry == .never || MailSchedule.wait(after: attempt.mail.attempts) == nil
        try await gateway.catalog.write { writer in
            if error.effect == .none { try await writer.remove(claim: attempt.token.digest) }
            guard var mail = try await writer.mail(about: attempt.mail.organization) else { return }
            mail.failure = error.message
            if isOver {
                mail.next = nil
                mail.recipient = ""
            }
            try await writer.put(mail)
        }
        return isOver
    }
}
