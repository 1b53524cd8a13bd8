import Gateway
import HTTPCore
import Raster

/// `key update`.
struct KeyUpdate: Command {
    static let name = "key update"
    static let summary = "Replaces what a key reaches, at once and in a running server too."
    static let syntax = Syntax(positionals: [.organization, .key], options: KeyCreate.grantOptions)

    private let organization: OrganizationID
    private let id: KeyID
    private let grants: Grants

    init(_ arguments: Arguments) throws(UsageError) {
        organization = try arguments.organization
        id = KeyID(arguments.positional("KEY-ID"))
        grants = try arguments.grants
    }

    func run(_ context: CommandContext) async throws {
        let changed = try await context.withCatalog { gateway in
            let now = gateway.clock.now()
            return try await gateway.catalog.write { [organization, id, grants] writer in
                try await writer.checkReach(grants, of: organization, at: now)
                var key = try await writer.requireKey(id, of: organization)
                try await writer.setGrants(grants, of: id, in: organization)
                key.grants = grants
                return key
            }
        }
        context.show(.key(changed), ["Key \(id) is now for \(grants.spelling)."])
    }
}
