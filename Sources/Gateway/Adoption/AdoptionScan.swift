import Raster

/// One scan of an adopted folder: walks, compares, and writes what differs, some hundred files at a time.
///
/// Used by one task from beginning to end. It keeps a bit for each row and the places that could not be read; the
/// rest of what it knows is in the catalog.
final class AdoptionScan {
    /// Files that are looked at, and written, together.
    static let batchSize = 500
    /// Unreadable places that are told apart; beyond, nothing at all counts as missing.
    private static let darkLimit = 10_000

    let gateway: Gateway
    let adoption: Adoption
    let survey: any Surveying
    let isPlan: Bool
    var outcome = ScanOutcome()
    var tags = FolderTags()
    var seen = SeenRows()
    /// What could not be read.
    var dark: Set<NativeID> = []
    private var total: Int?
    private let report: @Sendable (JobProgress) -> Void
    private let isCancelled: @Sendable () -> Bool

    init(
        _ gateway: Gateway, _ adoption: Adoption, _ survey: any Surveying, isPlan: Bool,
        report: @escaping @Sendable (JobProgress) -> Void, isCancelled: @escaping @Sendable () -> Bool
    ) {
        self.gateway = gateway
        self.adoption = adoption
        self.survey = survey
        self.isPlan = isPlan
        self.report = report
        self.isCancelled = isCancelled
    }

    func run() async throws -> ScanOutcome {
        let root = try await checkRoot()
        if !isPlan, adoption.rootIdentity != root { try await gateway.noteRoot(root, of: adoption) }
        // Names alone are counted in a fraction of the time; of a known folder the last count will do.
        total = try adoption.lastScan?.files ?? survey.estimate(isCancelled: isCancelled)
        try await walk()
        guard try survey.rootIdentity() == root else { throw Self.away(adoption.root) }
        try await findMissing()
        if dark.isEmpty, !isPlan { try await forgetTombstones() }
        return outcome
    }

    private func walk() async throws {
        let walk = try survey.survey()
        tell()
        while let batch = try walk.next(limit: Self.batchSize) {
            try checkCancellation()
            outcome.skipped.merge(batch.skipped, uniquingKeysWith: +)
            batch.unreadable.forEach(note)
            try await take(batch.files)
            tell()
        }
    }

    /// Keeps a place that could not be read, of which nothing is known.
    func note(_ place: UnreadablePlace) {
        outcome.unreadable.add(place)
        dark.insert(dark.count < Self.darkLimit ? place.id : "")
    }

    func checkCancellation() throws {
        guard !isCancelled(), !Task.isCancelled else { throw CancellationError() }
    }

    private func tell() {
        let items = outcome.files
        report(JobProgress(items: items, itemsTotal: total.map { max($0, items) }))
    }

    /// What the root is now.
    ///
    /// Throws where it is another folder than before and holds none of the files: whoever unmounts a disk has
    /// deleted nothing. A disk that came back under another number is known by its files.
    private func checkRoot() async throws -> FileIdentity {
        let root = try survey.rootIdentity()
        guard let known = adoption.rootIdentity, known != root else { return root }
        let files = try await gateway.catalog.read { [adoption] in
            try await $0.adoptedFiles(in: adoption.adapter, after: nil, limit: 1000)
        }
        guard !files.isEmpty else { return root }
        let isSame = try files.contains { file throws(StorageError) in
            let figures = try survey.look(at: file.id)
            return figures?.size == file.figures.size && figures?.modified == file.figures.modified
        }
        guard isSame else { throw Self.away(adoption.root) }
        return root
    }

    private static func away(_ root: String) -> StorageError {
        StorageError(
            .unavailable,
            "\(root) is another folder than at the last scan, without any file known from there: see that its disk "
                + "is mounted; nothing was changed", retry: .allowed)
    }

    /// Notes which files are not where they were: not met, and not there when looked for.
    private func findMissing() async throws {
        var last: AssetKey?
        while true {
            try checkCancellation()
            let files = try await gateway.catalog.read { [adoption, last] in
                try await $0.adoptedFiles(in: adoption.adapter, after: last, limit: 1000)
            }
            guard let end = files.last else { return }
            last = end.key
            let gone = try files.filter { file throws(StorageError) in try isMissing(file) }
            for file in gone { outcome.missing.add(file.id) }
            guard !isPlan, !gone.isEmpty else { continue }
            let (keys, now) = (gone.map(\.key), gateway.clock.now())
            try await gateway.catalog.write { try await $0.noteMissing(keys, at: now) }
        }
    }

    private func isMissing(_ file: AdoptedFile) throws(StorageError) -> Bool {
        guard file.missingSince == nil, file.visibility != .purging, !seen.contains(file.key),
            !ScanDiff.isHidden(file.id, by: dark)
        else { return false }
        return try isGone(file.id)
    }

    /// Whether no file is at a path; where that cannot be told, the place is unreadable.
    func isGone(_ id: NativeID) throws(StorageError) -> Bool {
        do { return try survey.look(at: id) == nil } catch {
            // Of a folder that is away altogether, nothing more can be said.
            _ = try survey.rootIdentity()
            note(UnreadablePlace(id: id, reason: error.message))
            return false
        }
    }

    /// Forgets purged assets whose files are gone, after a complete scan.
    private func forgetTombstones() async throws {
        var last: NativeID?
        while true {
            let ids = try await gateway.catalog.read { [adoption, last] in
                try await $0.tombstones(adoption.key, after: last, limit: 1000)
            }
            guard let end = ids.last else { return }
            last = end
            let gone = try ids.filter { id throws(StorageError) in try isGone(id) }
            guard !gone.isEmpty else { continue }
            try await gateway.catalog.write { [adoption] in
                try await $0.forgetTombstones(gone, of: adoption.key)
            }
        }
    }
}
