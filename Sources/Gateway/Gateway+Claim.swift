public import Raster

extension Gateway {
    /// What a claim link shows of the organization behind it.
    public struct ClaimView: Sendable {
        /// What the link leads to.
        public let claim: Claim
        /// The names of its libraries.
        public let libraries: [String]
        /// Its live assets.
        public let assets: Int
    }

    /// How long the tokens of removed organizations still get an answer of their own.
    static let claimMemory = Duration.days(365)

    /// What the claim link with `token` leads to, or `nil` where there is no such link.
    ///
    /// It changes nothing.
    public func claim(_ token: String, _ reader: any CatalogReader) async throws -> ClaimView? {
        guard let claim = try await reader.claim(try NewSecret.digest(of: token), at: clock.now()) else {
            return nil
        }
        return try await view(claim, reader)
    }

    /// Makes the organization behind a claim link permanent, in one transaction.
    ///
    /// What it gives back is what the link led to before: whoever gets `.open` has claimed it.
    public func confirmClaim(_ token: String, _ writer: any CatalogWriter) async throws -> ClaimView? {
        let view = try await claim(token, writer)
        if case .open(let organization)? = view?.claim {
            try await writer.markClaimed(organization.id, at: clock.now())
        }
        return view
    }

    private func view(_ claim: Claim, _ reader: any CatalogReader) async throws -> ClaimView {
        guard case .open(let organization) = claim else {
            return ClaimView(claim: claim, libraries: [], assets: 0)
        }
        let libraries = try await reader.libraries(
            in: organization.id, reachableBy: Grants(all: .read), page: nil)
        return ClaimView(
            claim: claim, libraries: libraries.map(\.name),
            assets: libraries.reduce(0) { $0 + $1.assetsCount })
    }
}

extension Gateway {
    /// How many organizations are removed in one transaction: few enough that nobody waits for it.
    static let removalsPerStep = 100

    /// Removes unclaimed organizations whose time is over, with their libraries and keys; how many.
    ///
    /// At most ``removalsPerStep``. Their assets are due at once then. Nothing while the wall clock has leapt ahead.
    func removeExpired() async throws -> Int {
        guard !leapGuard.hasLeapt else { return 0 }
        let now = clock.now()
        return try await catalog.write { writer in
            let due = try await writer.expiredOrganizations(at: now, limit: Self.removalsPerStep)
            if !due.isEmpty { try await writer.remove(due) }
            return due.count
        }
    }
}
