import Gateway
import Raster

/// What a gateway without any configuration begins with: something to work on at once (CONTRACT 4).
struct FirstStart: Sendable {
    /// The organization that is made.
    static let organization: OrganizationID = "local"
    /// The library that is made.
    static let library: LibraryID = "library"

    /// Makes organization, library and a write key where there is nothing yet; the key's secret, or `nil`
    /// where there was something.
    static func prepare(_ gateway: Gateway) async throws -> NewSecret? {
        let secret = try IdentifierSource(SystemRandom()).keySecret()
        let id = IdentifierSource(SystemRandom()).identifier()
        let now = gateway.clock.now()
        return try await gateway.catalog.write { writer in
            guard try await writer.organizations().isEmpty else { return nil }
            try await writer.insert(
                Organization(id: organization, name: "Local", plan: nil, created: now))
            _ = try await gateway.insertLibrary(
                name: "Library", slug: library, in: organization,
                adapter: gateway.settings.defaultAdapter, writer)
            let key = APIKey(
                id: KeyID(id), organization: organization, label: "first start",
                grants: Grants(all: .write), created: now)
            try await writer.insert(NewAPIKey(key, secretDigest: secret.digest))
            return secret
        }
    }
}
