import Gateway
import HTTPCore
import Raster

/// `relocate`.
struct Relocate: Command {
    static let name = "relocate"
    static let summary = "Brings a library's assets to its store, those too that have failed to get there."
    static let syntax = Syntax(
        positionals: [.init(name: "ORG/LIB", help: "the library: organization, slash, id")],
        discussion: """
            Assets are elsewhere than their library says while a store fetches what was uploaded, and after a transfer
            between libraries of different stores. A server brings them there by itself, and waits about a day for a store
            that is away. What has failed then, or is refused, stays where it is and is served from there, until this
            command or POST …/relocate has it tried again. "doctor" names what has failed, and why.

            Where a server owns the data it does the work, and this command shows how far it is; otherwise the command
            does it, and listens meanwhile where stores fetch files from ("staging.listen", or else "listen"). Ctrl-C
            ends the command, not the work of a server; work of its own waits and goes on where it was with the next
            server or the next relocate. With --json the job is printed when it has ended, as GET …/jobs shows it.
            Exit codes: 0 done, 1 some assets have failed, 4 some have, the first because its store was away all the time,
            130 interrupted.
            """)

    static let need = ConfigurationNeed.stores

    private let organization: OrganizationID
    private let library: LibraryID

    init(_ arguments: Arguments) throws(UsageError) { (organization, library) = try arguments.library }

    func run(_ context: CommandContext) async throws {
        let interruption = context.interruption()
        let end = try await context.withCatalog { gateway in
            let (found, job) = try await start(gateway)
            let end = try await JobFollower(context: context, gateway: gateway)
                .follow(job, unless: interruption)
            try await Self.tellFailures(of: found, gateway, context.console)
            return end
        }
        try end.show(context, again: Self.name)
    }

    private func start(_ gateway: Gateway) async throws -> (Library, Job) {
        try await gateway.catalog.write { [organization, library] writer in
            let found = try await writer.require(library, of: organization, at: gateway.clock.now())
            return (found, try await gateway.startRelocation(of: found, writer))
        }
    }

    /// Names what is left, whoever did the work.
    private static func tellFailures(
        of library: Library, _ gateway: Gateway, _ console: any Console
    ) async throws {
        let failed = try await gateway.catalog.read {
            try await $0.failedRelocations(
                in: library.key, since: .epoch, limit: Relocation.mostTold)
        }
        for relocation in failed { console.note(relocation.sentence) }
    }
}
