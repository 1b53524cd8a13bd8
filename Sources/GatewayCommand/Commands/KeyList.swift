import Gateway
import HTTPCore
import Raster

/// `key list`.
struct KeyList: Command {
    static let name = "key list"
    static let summary = "Lists the keys of an organization, never their secrets."
    static let syntax = Syntax(positionals: [.organization])

    private let organization: OrganizationID

    init(_ arguments: Arguments) throws(UsageError) { organization = try arguments.organization }

    func run(_ context: CommandContext) async throws {
        let keys = try await context.withCatalog { gateway in
            try await gateway.catalog.read { reader in
                _ = try await reader.requireOrganization(organization, at: gateway.clock.now())
                return try await reader.keys(of: organization)
            }
        }
        var table = TextTable("ID", "LABEL", "GRANTS", "CREATED")
        for key in keys {
            table.add(key.id.rawValue, key.label ?? "-", key.grants.spelling, key.created.minute)
        }
        context.show(.members(["keys": .array(keys.map(JSONValue.key))]), table.lines)
    }
}
