/// What a claim token leads to (CONTRACT 2, "claimUrl").
public enum Claim: Hashable, Sendable {
    /// The organization waits to be claimed.
    case open(Organization)
    /// It has been claimed; `nil` where it was removed since.
    case used(OrganizationID?)
    /// Nobody claimed it in time, or it was removed before.
    case over
}

/// The mail about an organization's claim link, waiting to be sent.
///
/// It holds no link: each attempt makes a token of its own, so that none lies readable on the disk.
public struct QueuedMail: Hashable, Sendable {
    /// What it is about; an organization has one at most.
    public var organization: OrganizationID
    /// Where it goes; empty once it has been given up.
    public var recipient: String
    /// When it was asked for.
    public var created: Timestamp
    /// How often it was tried.
    public var attempts: Int
    /// When it is tried next; `nil` once it has been given up.
    public var next: Timestamp?
    /// Why the last attempt failed, for operators.
    public var failure: String?

    /// A mail with these properties.
    public init(
        organization: OrganizationID, recipient: String, created: Timestamp, attempts: Int = 0,
        next: Timestamp?, failure: String? = nil
    ) {
        self.organization = organization
        self.recipient = recipient
        self.created = created
        self.attempts = attempts
        self.next = next
        self.failure = failure
    }
}

/// How the mails of a catalog stand.
public struct MailTotals: Hashable, Sendable {
    /// Mails that wait for their first attempt or the next.
    public var waiting = 0
    /// Those of them that have failed before.
    public var retried = 0
    /// Mails given up.
    public var abandoned = 0
    /// Why one of them failed.
    public var failure: String?

    /// All zero.
    public init() {}
}
