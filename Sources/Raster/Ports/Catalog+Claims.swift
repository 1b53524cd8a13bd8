public import Bytes

/// Questions about unclaimed organizations.
public protocol ClaimReader: Sendable {
    /// What the token with this digest leads to; `nil` where there never was such a token, or long ago.
    func claim(_ token: SHA256Digest, at now: Timestamp) async throws(StorageError) -> Claim?

    /// Organizations that nobody has claimed by `now`, the longest due first; at most `limit`.
    func expiredOrganizations(at now: Timestamp, limit: Int) async throws(StorageError) -> [OrganizationID]

    /// The mail about an organization, sent or not yet.
    func mail(about organization: OrganizationID) async throws(StorageError) -> QueuedMail?

    /// Mails whose turn has come by `now`, the longest due first; at most `limit`.
    func mailsDue(at now: Timestamp, limit: Int) async throws(StorageError) -> [QueuedMail]

    /// How the mails stand.
    func mailTotals() async throws(StorageError) -> MailTotals
}

/// Changes to unclaimed organizations.
public protocol ClaimWriter: Sendable {
    /// Makes an organization permanent; all its claim tokens are used then, and its mail is not needed.
    /// Throws `.notFound`.
    func markClaimed(_ organization: OrganizationID, at now: Timestamp) async throws(StorageError)

    /// Adds a claim token to those of an unclaimed organization. Throws `.notFound`.
    func insert(claim token: SHA256Digest, for organization: OrganizationID) async throws(StorageError)

    /// Forgets a claim token that nobody was told.
    func remove(claim token: SHA256Digest) async throws(StorageError)

    /// Forgets claim tokens of removed organizations that ended before `horizon`; how many, and a thousand at most.
    func forgetClaims(before horizon: Timestamp) async throws(StorageError) -> Int

    /// Removes organizations like ``AccessWriter/remove(_:)-(OrganizationID)``, in fewer steps.
    func remove(_ organizations: [OrganizationID]) async throws(StorageError)

    /// Adds a mail, or replaces the one about the same organization. Throws `.notFound`.
    func put(_ mail: QueuedMail) async throws(StorageError)

    /// Removes the mail about an organization, if there is one.
    func removeMail(about organization: OrganizationID) async throws(StorageError)
}
