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
            .init(name: "ids", value: "FILE", help: "look at the assets that FILE names, and at no others"),
        ],
        discussion: """
            Adopted folders are read anew, and a store that lists what it holds is walked through: what nobody knows
            becomes assets, what people changed there is taken over, and what is gone is marked as missing. In the
            store nothing changes, but for second copies of one asset, which stay where it is only read from.

            --ids is for stores that cannot list what they hold, and refuse a sync without it: Media Pocket has no way
            to ask for the assets of an account, a project or a collection. It works with those that can list too, and
            not with disks, which hold nothing but the gateway's own. FILE has an id a line, or is a table
            (CSV) with a header and the ids in the column "id", else in the first. Empty lines and lines that begin
            with # are left out, and an id counts once. What is unknown becomes an asset of the library, what is
            known is compared, and nothing is missing because it is not named. The ids are kept until they are worked
            off: what was interrupted goes on with the next server or sync.

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
    private let ids: String?

    init(_ arguments: Arguments) throws(UsageError) {
        (organization, library) = try arguments.library
        isDry = arguments.flag("dry-run")
        ids = arguments.value("ids")
    }

    func run(_ context: CommandContext) async throws {
        if isDry { return try await showPlan(context) }
        let interruption = context.interruption()
        let end = try await context.withCatalog(opensStores: true) { gateway in
            let job = try await start(gateway, context)
            let outcomes = ScanOutcomes()
            let follower = JobFollower(context: context, gateway: gateway, observer: outcomes)
            var end = try await follower.follow(job, unless: interruption)
            if let next = try await rest(after: end, gateway) {
                end = try await follower.follow(next, unless: interruption)
            }
            outcomes.tell(context.console)
            if ids != nil, outcomes.isWithoutReports { try await tellFailures(gateway, context.console) }
            return end
        }
        try end.show(context, again: Self.name)
    }

    private func start(_ gateway: Gateway, _ context: CommandContext) async throws -> Job {
        guard let ids else {
            let found = try await existing(gateway)
            return try await gateway.catalog.write { try await gateway.startSync(of: found, $0) }
        }
        let found = try await existing(gateway)
        try gateway.checkNameable(found)
        let file = try IDFile(ids)
        let list = try await gateway.keep(file, for: found)
        context.console.note(await file.summary)
        try await checkCount(of: file, ids)
        return try await gateway.catalog.write { try await gateway.startSync(of: found, through: list, $0) }
    }

    /// The job for what was named while another job of the library was past looking; `nil` where nothing is left.
    private func rest(after end: JobFollower.End, _ gateway: Gateway) async throws -> Job? {
        guard ids != nil, case .ended(let job) = end, job.state == .done else { return nil }
        let found = try await existing(gateway)
        guard try await gateway.nextImport(of: found) != nil else { return nil }
        return try await gateway.catalog.write { try await gateway.startSync(of: found, $0) }
    }

    /// Names what a server could make nothing of; its log has the reasons.
    private func tellFailures(_ gateway: Gateway, _ console: any Console) async throws {
        let found = try await existing(gateway)
        let failed = try await gateway.catalog.read { try await $0.failedIDs(of: found.key, limit: 101) }
        for id in failed.prefix(100) { console.note("  failed      \(id.rawValue.printable)") }
        if failed.count > 100 { console.note("  failed      and more, of which the server's log tells some") }
    }

    private func checkCount(of file: IDFile, _ path: String) async throws {
        guard await file.count == 0 else { return }
        throw CommandFailure("\(path) names no ids")
    }

    private func existing(_ gateway: Gateway) async throws -> Library {
        try await gateway.catalog.read { [organization, library] reader in
            try await reader.require(library, of: organization, at: gateway.clock.now())
        }
    }

    private func showPlan(_ context: CommandContext) async throws {
        let (found, plan) = try await context.withCatalog(opensStores: true) { gateway in
            let found = try await existing(gateway)
            return (found, try await planned(found, gateway, context))
        }
        context.show(plan.json, plan.lines(found))
    }

    private func planned(
        _ library: Library, _ gateway: Gateway, _ context: CommandContext
    ) async throws -> SyncPlan {
        guard let ids else {
            try await gateway.catalog.read { try await gateway.checkSyncable(library, $0) }
            return try await context.longWork.plan(gateway, library, JobContext())
        }
        try gateway.checkNameable(library)
        let file = try IDFile(ids)
        let plan = try await gateway.planTakeOver(of: file, into: library)
        context.console.note(await file.summary)
        try await checkCount(of: file, ids)
        return plan
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
