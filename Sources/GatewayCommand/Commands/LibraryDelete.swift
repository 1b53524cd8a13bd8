import Gateway
import HTTPCore
import Raster

/// `library delete`.
struct LibraryDelete: Command {
    static let name = "library delete"
    static let summary = "Deletes a library with its files, and every grant on it, for good."
    static let syntax = Syntax(
        positionals: [.organization, .init(name: "LIB", help: "the library's id")], options: [.yes])

    private let organization: OrganizationID
    private let library: LibraryID

    init(_ arguments: Arguments) throws(UsageError) {
        organization = try arguments.organization
        library = LibraryID(arguments.positional("LIB"))
        try arguments.requireYes("the library \"\(library)\" and its files")
    }

    func run(_ context: CommandContext) async throws {
        let removed = try await context.withCatalog { gateway in
            try await gateway.catalog.write { [organization, library] writer in
                _ = try await writer.requireOrganization(organization, at: gateway.clock.now())
                let found = try await writer.requireLibrary(library, in: organization)
                try await writer.remove(found.key)
                return found
            }
        }
        try await context.purgeRemoved()
        let count = removed.assetsCount + removed.trashCount
        context.show(
            .members([
                "id": .string(library.rawValue), "organizationId": .string(organization.rawValue),
                "assetsCount": .int(count),
            ]), ["Library \"\(library)\" was deleted, with \(count) asset\(count == 1 ? "" : "s")."])
    }
}
