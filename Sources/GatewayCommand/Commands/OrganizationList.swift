import Gateway
import HTTPCore
import Raster

/// `org list`.
struct OrganizationList: Command {
    static let name = "org list"
    static let summary = "Lists the organizations."
    static let syntax = Syntax()

    init(_ arguments: Arguments) throws(UsageError) {}

    func run(_ context: CommandContext) async throws {
        let organizations = try await context.withCatalog { gateway in
            try await gateway.catalog.read { try await $0.organizations() }
        }
        var table = TextTable("ID", "NAME", "PLAN", "CREATED", "EXPIRES")
        for one in organizations {
            table.add(
                one.id.rawValue, one.name ?? "-", one.plan?.rawValue ?? "-", one.created.minute,
                one.expires?.minute ?? "-")
        }
        context.show(
            .members(["organizations": .array(organizations.map(JSONValue.organization))]), table.lines)
    }
}
