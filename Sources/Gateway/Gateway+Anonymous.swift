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
    }

    /// Makes an organization with a library and a key for a caller without an account.
    ///
    /// Throws `RATE_LIMITED` for too many from one address, `BAD_USER_INPUT` for too many for one e-mail
    /// address, `SERVICE_UNAVAILABLE` where the operator's bounds are reached.
    public func createAnonymously(
        email: String, name: String?, from address: String, _ writer: any CatalogWriter
    ) async throws -> AnonymousGrant {
        let now = clock.now()
        let emailDigest = try SHA256.digest(email.lowercased().utf8)
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
        return AnonymousGrant(
            organization: organization, library: library, secret: secret.text,
            claimURL: "\(settings.publicURL)/claim/\(claim)")
    }

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

extension Gateway {
    /// Removes unclaimed organizations whose time is over, with their libraries and keys; how many.
    ///
    /// Their assets are due at once then. Nothing while the wall clock has leapt ahead.
    func removeExpired(limit: Int = 200) async throws -> Int {
        guard !leapGuard.hasLeapt else { return 0 }
        let now = clock.now()
        return try await catalog.write { writer in
            let due = try await writer.organizations().filter { $0.expires.map { $0 <= now } ?? false }
            for organization in due.prefix(limit) { try await writer.remove(organization.id) }
            return min(due.count, limit)
        }
    }
}

/// Network addresses as limits count them.
enum NetworkAddress {
    /// An IPv4 address itself, and of an IPv6 address its /64, since one client owns all of that.
    static func bucket(of address: String) -> String {
        guard address.contains(":") else { return address }
        let plain = address.split(separator: "%").first.map(String.init) ?? address
        if plain.contains("."), let last = plain.split(separator: ":").last { return String(last) }
        let halves = plain.components(splitBy: "::")
        let head = halves[0].split(separator: ":").map { $0.leadingZerosDropped }
        guard halves.count > 1 else { return head.prefix(4).joined(separator: ":") }
        let tail = halves[1].split(separator: ":").map { $0.leadingZerosDropped }
        let zeros = [String](repeating: "0", count: max(0, 8 - head.count - tail.count))
        return (head + zeros + tail).prefix(4).joined(separator: ":")
    }
}

extension String {
    fileprivate func components(splitBy separator: String) -> [Substring] {
        guard let range = firstRange(of: separator) else { return [self[...]] }
        return [self[..<range.lowerBound], self[range.upperBound...]]
    }
}

extension Substring {
    fileprivate var leadingZerosDropped: String {
        let digits = lowercased().drop { $0 == "0" }
        return digits.isEmpty ? "0" : String(digits)
    }
}
