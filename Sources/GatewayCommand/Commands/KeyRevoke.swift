import Gateway
import HTTPCore
import Raster

/// `key revoke`.
struct KeyRevoke: Command {
    static let name = "key revoke"
    static let summary = "Ends a key, at once and in a running server too."
    static let syntax = Syntax(positionals: [.organization, .key])

    private let organization: OrganizationID
    private let id: KeyID

    init(_ arguments: Arguments) throws(UsageError) {
        organization = try arguments.organization
        id = KeyID(arguments.positional("KEY-ID"))
    }

    func run(_ context: CommandContext) async throws {
        try await context.withCatalog { gateway in
            let now = gateway.clock.now()
            try await gateway.catalog.write { [organization, id] writer in
                _ = try await writer.requireOrganization(organization, at: now)
                _ = try await writer.requireKey(id, of: organization)
                try await writer.revoke(id, in: organization)
            }
        }
        context.show(
            .members(["id": .string(id.rawValue), "organizationId": .string(organization.rawValue)]),
            ["Key \(id) was revoked."])
    }
}
