import Gateway
import HTTPCore
import Raster

/// `org delete`.
struct OrganizationDelete: Command {
    static let name = "org delete"
    static let summary = "Deletes an organization with its libraries, keys and files, for good."
    static let syntax = Syntax(positionals: [.organization], options: [.yes])

    private let id: OrganizationID

    init(_ arguments: Arguments) throws(UsageError) {
        id = try arguments.organization
        try arguments.requireYes("the organization \"\(id)\", its libraries, keys and files")
    }

    func run(_ context: CommandContext) async throws {
        let count = try await context.withCatalog { gateway in
            try await gateway.catalog.write { [id] writer in
                guard try await writer.organizations().contains(where: { $0.id == id }) else {
                    // An expired organization is there for the operator, though not for clients.
                    _ = try await writer.requireOrganization(id, at: gateway.clock.now())
                    return 0
                }
                let libraries = try await writer.allLibraries(of: id)
                try await writer.remove(id)
                return libraries.reduce(0) { $0 + $1.assetsCount + $1.trashCount }
            }
        }
        try await context.purgeRemoved()
        context.show(
            .members(["id": .string(id.rawValue), "assetsCount": .int(count)]),
            ["Organization \"\(id)\" was deleted, with \(count) asset\(count == 1 ? "" : "s")."])
    }
}
