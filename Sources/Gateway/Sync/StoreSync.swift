import Bytes
import Raster

/// One comparison of a library with its backend: walks through the listing, page by page, and writes what differs;
/// or through identifiers that somebody has named, once.
///
/// What has been named is noted in the catalog with each page, so that memory stays the same whatever the backend
/// holds, and a run that was interrupted goes on with the page that it was at. A page that a listing skips is found
/// out at the end of the walk where it has known assets; of unknown ones nothing shows. So after a walk that has
/// brought news comes another one, up to a limit. Used by one task from beginning to end.
final class StoreSync {
    /// Walks of one run: a backend into which people upload all the time would bring news for ever.
    static let walkLimit = 4

    let gateway: Gateway
    let library: Library
    let adapter: any Adapter
    let source: SyncSource
    let isPlan: Bool
    let judge: SyncJudge
    var run: SyncRun
    var listing: ListingGuard
    var report = SyncReport()
    var memory = SyncMemory()
    /// Whether a bookmark was refused before.
    private var isBegunAgain = false
    private let total: Int
    private let tellProgress: @Sendable (JobProgress) -> Void
    private let isCancelled: @Sendable () -> Bool

    init(
        _ gateway: Gateway, _ library: Library, _ store: ComparableStore, _ start: SyncStart, isPlan: Bool,
        report: @escaping @Sendable (JobProgress) -> Void, isCancelled: @escaping @Sendable () -> Bool
    ) {
        self.gateway = gateway
        self.library = library
        adapter = store.adapter
        source = store.source
        self.isPlan = isPlan
        judge = SyncJudge(library, among: start.libraries, store.adapter)
        run = start.run
        total = store.source.count ?? start.run.expected ?? start.assets
        listing = ListingGuard(
            pageSize: store.adapter.limits.pageSize, walk: start.run.walk, after: start.run.pages)
        tellProgress = report
        self.isCancelled = isCancelled
    }

    /// Compares; throws ``ListingFault`` where the listing contradicts itself.
    func compare() async throws -> SyncReport {
        tell()
        switch source {
        case .listing(let enumeration): try await compare(with: enumeration)
        // What nobody has named is not gone, and there is nothing to be walked through twice.
        case .listed, .named: try await takeAllNamed()
        }
        try await end(failure: nil)
        report.counts = run.counts
        report.walks = run.walk
        return report
    }

    private func compare(with enumeration: any Enumerating) async throws {
        while true {
            try await walk(through: enumeration)
            try await findVanished()
            guard isAnotherWalkDue else { return }
            try await beginWalk()
        }
    }

    private var isAnotherWalkDue: Bool {
        guard run.walk < Self.walkLimit else { return false }
        // Where nothing was ever compared, even an empty listing is not believed at once.
        return run.news > 0 || run.walk == 1 && run.expected == nil
    }

    private func beginWalk() async throws {
        if isPlan {
            run.number += 1
            (run.token, run.isListed, run.pages, run.news) = (nil, false, 0, 0)
        } else {
            let (now, run) = (gateway.clock.now(), run)
            self.run = try await gateway.catalog.write { try await $0.beginWalk(of: run, at: now) }
        }
        listing = ListingGuard(pageSize: adapter.limits.pageSize, walk: run.walk)
    }

    private func walk(through enumeration: any Enumerating) async throws {
        while !run.isListed {
            try checkCancellation()
            if let page = try await nextPage(of: enumeration) { try await take(page) }
            tell()
        }
    }

    /// The next page; `nil` where the bookmark is refused and the run has begun again.
    ///
    /// A bookmark may be too old after an interruption, or lead to a page that makes no sense, now and for ever; the
    /// run that begins then has only new ones.
    private func nextPage(of enumeration: any Enumerating) async throws -> NativePage? {
        do throws(StorageError) {
            return try await enumeration.list(in: nil, after: run.token)
        } catch {
            guard [.invalid, .malformed].contains(error.kind), run.token != nil else { throw error }
            guard !isBegunAgain else { throw listing.fault(.refused) }
            isBegunAgain = true
            try await beginAgain()
            return nil
        }
    }

    private func beginAgain() async throws {
        let (now, old) = (gateway.clock.now(), run)
        if isPlan {
            run = SyncRun(
                library: old.library, adapter: old.adapter, number: old.number + 1, started: now,
                newest: old.newest)
            memory = SyncMemory()
        } else {
            run = try await gateway.catalog.write { writer in
                try await writer.beginSync(of: old.library, on: old.adapter, at: now)
            }
        }
        report = SyncReport()
        listing = ListingGuard(pageSize: adapter.limits.pageSize)
    }

    /// Keeps that the run came to its end, or cannot.
    func end(failure: String?) async throws {
        run.finished = gateway.clock.now()
        run.failure = failure
        guard !isPlan else { return }
        let run = run
        try await gateway.catalog.write { writer in
            try await writer.keep(run)
            if let list = run.list { return try await writer.forgetImport(list) }
            if failure == nil { try await writer.forgetPurgedHomes(before: run) }
        }
    }

    func checkCancellation() throws {
        guard !isCancelled(), !Task.isCancelled else { throw CancellationError() }
    }

    func tell() {
        let items = run.counts.discovered
        let isCounted = run.isListed || run.walk > 1
        let all = isCounted ? items : total > 0 ? max(total, items) : nil
        tellProgress(JobProgress(items: items, itemsTotal: all, failed: run.counts.failed))
    }
}

/// A backend that a library can be compared with.
struct ComparableStore {
    let adapter: any Adapter
    let source: SyncSource
}

/// Where a comparison has the backend's identifiers from.
enum SyncSource {
    /// From the backend.
    case listing(any Enumerating)
    /// From an operator, whose list the catalog keeps.
    case listed(Import)
    /// From an operator, only for a plan.
    case named(any NamedIDs)

    /// How many there are; 0 where nobody knows, `nil` where the catalog may.
    var count: Int? {
        switch self {
        case .listing: nil
        case .listed(let list): list.count
        case .named: 0
        }
    }
}

/// Where a comparison begins, or goes on.
struct SyncStart: Sendable {
    var run: SyncRun
    /// The libraries that share the backend.
    var libraries: [Library]
    /// Assets of the catalog in it.
    var assets: Int
}
