import Bytes
import Crypto
public import Raster

extension Gateway {
    /// What an anonymous caller gets: the only time that the secret is shown.
    public struct AnonymousGrant: Sendable {
        /// The new organization.
        public let organization: Organization
        /// Its first library.
        public let library: Library
        /// The key's secret.
        public let secret: String
        /// Where a person makes the organization permanent.
        public let claimURL: String
        /// Whether a mail with such a link is on its way.
        public let isMailed: Bool
    }

    /// Makes an organization with a library and a key for a caller without an account.
    ///
    /// Throws `RATE_LIMITED` for too many from one address, `BAD_USER_INPUT` for too many for one e-mail
    /// address, `SERVICE_UNAVAILABLE` where the operator's bounds are reached.
    public func createAnonymously(
        email: String, name: String?, from address: String, _ writer: any CatalogWriter
    ) async throws -> AnonymousGrant {
        let now = clock.now()
        let emailDigest = try SHA256.digest(Rules.emailIdentity(email).utf8)
        let addressDigest = try SHA256.digest(NetworkAddress.bucket(of: address).utf8)
        try await checkAnonymousBounds(
            try await writer.anonymousUsage(
                email: emailDigest, address: addressDigest, addressSince: now - .seconds(3600), at: now))

        let organization = Organization(
            id: OrganizationID(identifiers.identifier()), plan: .hobby, created: now,
            expires: now + settings.anonymous.lifetime)
        try await writer.insert(organization)
        let library = try await insertLibrary(
            name: name ?? "Library", slug: LibraryID(identifiers.identifier()), in: organization.id,
            adapter: settings.anonymous.adapter ?? settings.defaultAdapter, writer)
        let secret = try identifiers.keySecret()
        let key = APIKey(
            id: KeyID(identifiers.identifier()), organization: organization.id, label: nil,
            grants: Grants(libraries: [library.id: .write]), created: now)
        try await writer.insert(NewAPIKey(key, secretDigest: secret.digest))
        let claim = identifiers.token()
        try await writer.recordAnonymous(
            organization.id, claim: try NewSecret.digest(of: claim), email: emailDigest,
            address: addressDigest,
            at: now)
        let isMailed = settings.anonymous.sendsMail
        if isMailed {
            try await writer.put(
                QueuedMail(organization: organization.id, recipient: email, created: now, next: now))
        }
        return AnonymousGrant(
            organization: organization, library: library, secret: secret.text,
            claimURL: claimURL(claim), isMailed: isMailed)
    }

    /// Where the organization behind `token` is claimed.
    func claimURL(_ token: String) -> String { "\(settings.publicURL)/claim/\(token)" }

    private func checkAnonymousBounds(_ usage: AnonymousUsage) async throws {
        let bounds = settings.anonymous
        guard usage.recentFromAddress < bounds.perAddressAndHour else {
            throw RasterError(
                .rateLimited, "Too many organizations were made from this address; try again later.",
                retryAfter: .seconds(3600))
        }
        guard usage.activeForEmail < bounds.perEmail else {
            throw RasterError(
                .badUserInput, "This e-mail address has \(bounds.perEmail) unclaimed organizations already.")
        }
        guard usage.organizations < bounds.maximumOrganizations, usage.bytes < bounds.maximumTotalBytes else {
            throw RasterError(
                .serviceUnavailable, "No more anonymous organizations are taken now; try again later.",
                retryAfter: .seconds(3600))
        }
    }
}
