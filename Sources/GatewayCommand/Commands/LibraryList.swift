import Gateway
import HTTPCore
import Raster

/// `library list`.
struct LibraryList: Command {
    static let name = "library list"
    static let summary = "Lists the libraries of an organization."
    static let syntax = Syntax(positionals: [.organization])

    private let organization: OrganizationID

    init(_ arguments: Arguments) throws(UsageError) { organization = try arguments.organization }

    func run(_ context: CommandContext) async throws {
        let libraries = try await context.withCatalog { gateway in
            try await gateway.catalog.read { reader in
                _ = try await reader.requireOrganization(organization, at: gateway.clock.now())
                return try await reader.allLibraries(of: organization)
            }
        }
        var table = TextTable("ID", "NAME", "ADAPTER", "ASSETS", "TRASH", "CREATED")
        for one in libraries {
            table.add(
                one.id.rawValue, one.name, one.adapter.rawValue, "\(one.assetsCount)", "\(one.trashCount)",
                one.created.minute)
        }
        context.show(.members(["libraries": .array(libraries.map(JSONValue.library))]), table.lines)
    }
}
