import Gateway
import HTTPCore
import Raster

/// `org create`.
struct OrganizationCreate: Command {
    static let name = "org create"
    static let summary = "Makes an organization: an owner of libraries and keys."
    static let syntax = Syntax(
        positionals: [.organization],
        options: [
            .init(name: "name", value: "NAME", help: "its name for people"),
            .init(name: "plan", value: "PLAN", help: "hobby, with caps on what the API may take, or pro"),
        ],
        discussion: "Without --plan there are no caps. Ids have a-z, 0-9 and inner hyphens, 64 at most.")

    private let id: OrganizationID
    private let name: String?
    private let plan: Plan?

    init(_ arguments: Arguments) throws(UsageError) {
        id = try arguments.organization
        name = try arguments.text("name")
        plan = try arguments.plan
    }

    func run(_ context: CommandContext) async throws {
        let made = try await context.withCatalog(creates: true) { gateway in
            let organization = Organization(id: id, name: name, plan: plan, created: gateway.clock.now())
            try await gateway.catalog.write { writer in
                guard try await !writer.organizations().contains(where: { $0.id == organization.id }) else {
                    throw CommandFailure("there is an organization \"\(organization.id)\" already")
                }
                try await writer.insert(organization)
            }
            return organization
        }
        context.show(
            .organization(made),
            [
                "Organization \"\(made.id)\" was made. Next, a library and a key:",
                "  " + context.commandLine("library create \(made.id) Photos"),
                "  " + context.commandLine("key create \(made.id) --all write"),
            ])
    }
}
