import Gateway
import HTTPCore
import Raster

/// `key create`.
struct KeyCreate: Command {
    static let name = "key create"
    static let summary = "Makes an API key and prints it, this once."
    static let syntax = Syntax(
        positionals: [.organization],
        options: [
            .init(name: "label", value: "TEXT", help: "who or what it is for; \"uploadedBy\" shows it")
        ] + grantOptions,
        discussion: "The key stands alone on the last line; only its digest is kept.")

    /// How a command is told what a key reaches.
    static let grantOptions = [
        Syntax.Option(
            name: "grant", value: "LIB:read|LIB:write", help: "access to one library", isRepeated: true),
        Syntax.Option(
            name: "all", value: "read|write", help: "access to every library, those made later included"),
    ]

    private let organization: OrganizationID
    private let label: String?
    private let grants: Grants

    init(_ arguments: Arguments) throws(UsageError) {
        organization = try arguments.organization
        label = try arguments.text("label")
        grants = try arguments.grants
    }

    func run(_ context: CommandContext) async throws {
        let identifiers = IdentifierSource(SystemRandom())
        let secret = try identifiers.keySecret()
        let id = KeyID(identifiers.identifier())
        try await context.withCatalog { gateway in
            let key = APIKey(
                id: id, organization: organization, label: label, grants: grants, created: gateway.clock.now()
            )
            try await gateway.catalog.write { writer in
                try await writer.checkReach(key.grants, of: key.organization, at: key.created)
                try await writer.insert(NewAPIKey(key, secretDigest: secret.digest))
            }
        }
        context.show(
            .members([
                "id": .string(id.rawValue), "key": .string(secret.text),
                "organizationId": .string(organization.rawValue), "grants": .grants(grants),
            ]),
            ["Key \(id) of \(organization), for \(grants.spelling). It is shown this once:", secret.text])
    }
}

extension CatalogReader {
    /// Throws where a key would reach a library that is not there.
    func checkReach(_ grants: Grants, of organization: OrganizationID, at now: Timestamp) async throws {
        _ = try await requireOrganization(organization, at: now)
        for library in grants.libraries.keys.sorted() {
            _ = try await requireLibrary(library, in: organization)
        }
    }

    /// Throws where `id` is no key of the organization.
    func requireKey(_ id: KeyID, of organization: OrganizationID) async throws -> APIKey {
        let keys = try await keys(of: organization)
        guard let key = keys.first(where: { $0.id == id }) else {
            throw CommandFailure(
                "there is no key \"\(id)\" in \(organization); \"key list \(organization)\" shows them")
        }
        return key
    }
}
