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
            .init(name: "adopt", value: "FOLDER", help: "serve the files of a folder where they lie"),
        ],
        discussion: """
            The hobby plan's caps bind the API, not the operator: this command goes beyond them.
            --adopt makes the files of a folder assets of the library without copying, moving or changing them. A
            running server does that; where there is none, this command does, and where it is interrupted the
            next "serve" goes on.
            """)

    private let organization: OrganizationID
    private let name: String
    private let slug: LibraryID?
    private let adapter: AdapterName?
    private let adopt: String?

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
        adopt = arguments.value("adopt")
    }

    func run(_ context: CommandContext) async throws {
        let adapter = try self.adapter(context.configuration)
        let folder = try adopt.map { try FolderToAdopt($0, context.configuration) }
        let (made, adoption) = try await context.withCatalog { gateway in
            try await gateway.catalog.write { [organization, name, slug] writer in
                _ = try await writer.requireOrganization(organization, at: gateway.clock.now())
                let made = try await gateway.insertLibrary(
                    name: name, slug: slug, in: organization, adapter: adapter, writer)
                guard let folder else { return (made, Adoption?.none) }
                return (made, try await gateway.adopt(folder.path, into: made.key, writer))
            }
        }
        let sentence = "Library \"\(made.id)\" was made in \(organization), on \"\(adapter)\"."
        guard let adoption else { return context.show(.library(made), [sentence]) }
        context.console.note(sentence)
        let (job, outcome) = try await scan(adoption, of: made, context)
        context.show(
            .library(made, adopted: adoption, outcome), outcome?.lines(adoption) ?? [job.summary])
        try job.checkEnd()
    }

    /// Has the folder scanned, by the server where one runs, and shows how far that is; what it came to is known
    /// where it was done here.
    private func scan(
        _ adoption: Adoption, of library: Library, _ context: CommandContext
    ) async throws -> (Job, ScanOutcome?) {
        let outcomes = ScanOutcomes()
        let end = try await context.withCatalog { gateway in
            let job = try await gateway.catalog.write { try await gateway.startJob(.sync, on: library, $0) }
            return try await JobFollower(context: context, gateway: gateway, observer: outcomes)
                .follow(job, unless: context.interruption())
        }
        guard case .ended(let job) = end else {
            context.console.note("Interrupted; the next \"serve\" or \"sync\" goes on with it.")
            throw CancellationError()
        }
        return (job, outcomes.all.first?.outcome)
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
