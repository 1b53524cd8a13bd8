import Gateway
import HTTPCore
import Raster

/// `org update`.
struct OrganizationUpdate: Command {
    static let name = "org update"
    static let summary = "Changes an organization's name or plan."
    static let syntax = Syntax(
        positionals: [.organization],
        options: [
            .init(name: "name", value: "NAME", help: "its new name for people"),
            .init(name: "plan", value: "PLAN", help: "hobby or pro"),
        ])

    private let id: OrganizationID
    private let name: String?
    private let plan: Plan?

    init(_ arguments: Arguments) throws(UsageError) {
        id = try arguments.organization
        name = try arguments.text("name")
        plan = try arguments.plan
        guard name != nil || plan != nil else { throw UsageError("give --name, --plan or both") }
    }

    func run(_ context: CommandContext) async throws {
        let changed = try await context.withCatalog { gateway in
            let now = gateway.clock.now()
            return try await gateway.catalog.write { [id, name, plan] writer in
                var organization = try await writer.requireOrganization(id, at: now)
                organization.name = name ?? organization.name
                organization.plan = plan ?? organization.plan
                try await writer.update(organization)
                return organization
            }
        }
        context.show(.organization(changed), ["Organization \"\(changed.id)\" was changed."])
    }
}
