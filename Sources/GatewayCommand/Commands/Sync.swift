import Gateway
import HTTPCore
import Raster

/// `sync`.
struct Sync: Command {
    static let name = "sync"
    static let summary = "Compares a library with its store, and takes over what changed there."
    static let syntax = Syntax(
        positionals: [.init(name: "ORG/LIB", help: "the library: organization, slash, id")],
        options: [
            .init(name: "dry-run", help: "say what would change, and change nothing"),
            .init(name: "ids", value: "FILE", help: "not yet: the ids to look at, one a line"),
        ],
        discussion: """
            Adopted folders are read anew, and a store that lists what it holds is walked through: what nobody knows
            becomes assets, what people changed there is taken over, and what is gone is marked as missing. In the
            store nothing changes, but for second copies of one asset.

            Where a server owns the data it does the work, and this command shows how far it is; otherwise the
            command does it. Ctrl-C ends the command, not the work of a server; work of its own waits and goes on
            where it was with the next server or the next sync. With --json the job is printed when it has ended, as
            GET …/jobs shows it. Exit codes: 0 done, 1 failed, 3 done but for some items, 4 the store was away, 130
            interrupted.
            """)

    static let need = ConfigurationNeed.stores

    private let organization: OrganizationID
    private let library: LibraryID
    private let isDry: Bool

    init(_ arguments: Arguments) throws(UsageError) {
        guard arguments.value("ids") == nil else {
            throw UsageError("--ids is for stores that cannot list what they hold, and there are none yet")
        }
        (organization, library) = try arguments.library
        isDry = arguments.flag("dry-run")
    }

    func run(_ context: CommandContext) async throws {
        if isDry { return try await showPlan(context) }
        let interruption = context.interruption()
        let end = try await context.withCatalog(opensStores: true) { gateway in
            let job = try await start(gateway)
            let outcomes = ScanOutcomes()
            let end = try await JobFollower(context: context, gateway: gateway, observer: outcomes)
                .follow(job, unless: interruption)
            outcomes.tell(context.console)
            return end
        }
        try end.show(context, again: Self.name)
    }

    private func start(_ gateway: Gateway) async throws -> Job {
        try await gateway.catalog.write { [organization, library] writer in
            let found = try await writer.require(library, of: organization, at: gateway.clock.now())
            return try await gateway.startSync(of: found, writer)
        }
    }

    private func showPlan(_ context: CommandContext) async throws {
        let (found, plan) = try await context.withCatalog(opensStores: true) { gateway in
            let found = try await gateway.catalog.read { [organization, library] reader in
                let found = try await reader.require(library, of: organization, at: gateway.clock.now())
                try await gateway.checkSyncable(found, reader)
                return found
            }
            return (found, try await context.longWork.plan(gateway, found, JobContext()))
        }
        context.show(plan.json, plan.lines(found))
    }
}

extension CatalogReader {
    /// The library of an organization, or a failure that names those there are.
    func require(
        _ library: LibraryID, of organization: OrganizationID, at now: Timestamp
    ) async throws -> Library {
        _ = try await requireOrganization(organization, at: now)
        return try await requireLibrary(library, in: organization)
    }
}

extension Arguments {
    /// `ORG/LIB`.
    var library: (OrganizationID, LibraryID) {
        get throws(UsageError) {
            let text = positional("ORG/LIB")
            let parts = text.split(separator: "/", omittingEmptySubsequences: false)
            guard parts.count == 2, parts.allSatisfy({ Rules.isSlug(String($0)) }) else {
                throw UsageError("ORG/LIB names a library, such as acme/photos; \"\(text)\" does not")
            }
            return (OrganizationID(parts[0]), LibraryID(parts[1]))
        }
    }
}
