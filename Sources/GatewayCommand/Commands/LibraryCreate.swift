import Gateway
import HTTPCore
import Raster

/// `library create`.
struct LibraryCreate: Command {
    static let name = "library create"
    static let summary = "Makes a library in an organization."
    static let syntax = Syntax(
        positionals: [.organization, .init(name: "NAME", help: "the library's name for people")],
        options: [
            .init(name: "slug", value: "SLUG", help: "its id in URLs; otherwise made from the name"),
            .init(name: "adapter", value: "NAME", help: "the store of its assets (default: defaultAdapter)"),
        ],
        discussion: "The hobby plan's caps bind the API, not the operator: this command goes beyond them.")

    private let organization: OrganizationID
    private let name: String
    private let slug: LibraryID?
    private let adapter: AdapterName?

    init(_ arguments: Arguments) throws(UsageError) {
        organization = try arguments.organization
        name = try refusing { () throws(RasterError) in
            try Rules.libraryName(arguments.positional("NAME"))
        }
        slug = try refusing { () throws(RasterError) in
            guard let text = arguments.value("slug") else { return nil }
            return try Rules.slug(text)
        }
        adapter = arguments.value("adapter").map { AdapterName($0) }
    }

    func run(_ context: CommandContext) async throws {
        let adapter = try self.adapter(context.configuration)
        let made = try await context.withCatalog { gateway in
            try await gateway.catalog.write { [organization, name, slug] writer in
                _ = try await writer.requireOrganization(organization, at: gateway.clock.now())
                return try await gateway.insertLibrary(
                    name: name, slug: slug, in: organization, adapter: adapter, writer)
            }
        }
        context.show(
            .library(made), ["Library \"\(made.id)\" was made in \(organization), on \"\(adapter)\"."])
    }

    private func adapter(_ configuration: Configuration) throws -> AdapterName {
        let name = adapter ?? configuration.defaultStore
        let known = configuration.stores.map(\.name)
        guard known.contains(name) else {
            throw CommandFailure(
                "no adapter is configured as \"\(name)\"; known: "
                    + known.map(\.rawValue).joined(separator: ", "))
        }
        return name
    }
}
