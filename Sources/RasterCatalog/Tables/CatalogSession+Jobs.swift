import Raster
import SQLite

extension CatalogSession {
    func job(_ id: JobID) throws(StorageError) -> Job? {
        try transaction.first(JobRow.byID, [.id(id)], JobRow.job) ?? nil
    }

    func jobs(in library: LibraryKey, page: PageRequest) throws(StorageError) -> [Job] {
        try transaction.all(JobRow.ofLibrary, [.library(library)] + page.window, JobRow.job)
            .compactMap(\.self)
    }

    func openJob(_ kind: JobKind, in library: LibraryKey) throws(StorageError) -> Job? {
        try transaction.first(JobRow.open, [.library(library), .text(kind.rawValue)], JobRow.job) ?? nil
    }

    func waitingJobs(limit: Int) throws(StorageError) -> [Job] {
        try transaction.all(JobRow.waiting, [.integer(limit)], JobRow.job).compactMap(\.self)
    }

    func waitingJobCount() throws(StorageError) -> Int {
        try transaction.number("SELECT count(*) FROM jobs INDEXED BY jobs_waiting WHERE state = 'queued'")
    }

    func runningJobs() throws(StorageError) -> [Job] {
        try transaction.all(JobRow.running, [], JobRow.job).compactMap(\.self)
    }

    func insert(_ job: Job) throws(StorageError) {
        _ = try existing(job.library)
        try transaction.run(
            "INSERT INTO jobs (id, library, kind, state, created) VALUES (?, ?, ?, 'queued', ?)",
            [.id(job.id), .library(job.library), .text(job.kind.rawValue), .time(job.created)])
        try update(job)
    }

    func update(_ job: Job) throws(StorageError) {
        let changed = try transaction.run(
            """
            UPDATE jobs SET state = ?, started = ?, finished = ?, items = ?, items_total = ?, bytes = ?,
                bytes_total = ?, failed = ?, error_code = ?, error_message = ?, owner = ?, attempts = ?,
                cancelling = ?
            WHERE id = ?
            """, JobRow.values(of: job) + [.id(job.id)])
        guard changed > 0 else { throw Self.missing("job") }
    }

    func forgetJobs(endedBefore horizon: Timestamp) throws(StorageError) -> Int {
        try transaction.run("DELETE FROM jobs WHERE finished < ?", [.time(horizon)])
    }
}

/// How a job lies in its table.
enum JobRow {
    private static let columns = """
        j.id, j.kind, j.library, o.id, l.id, j.created, j.state, j.started, j.finished, j.items, j.items_total,
            j.bytes, j.bytes_total, j.failed, j.error_code, j.error_message, j.owner, j.attempts, j.cancelling
        """

    private static func select(by index: String = "", _ rest: String) -> SQL {
        SQL(
            kept: """
                SELECT \(columns) FROM jobs j \(index)
                CROSS JOIN libraries l ON l.key = j.library CROSS JOIN organizations o ON o.key = l.organization
                WHERE \(rest)
                """)
    }

    static let byID = select("j.id = ?")
    static let ofLibrary = select("j.library = ? ORDER BY j.created DESC, j.key DESC LIMIT ? OFFSET ?")
    static let open = select(
        """
        j.library = ? AND j.kind = ? AND j.finished IS NULL AND j.cancelling = 0
        ORDER BY j.created, j.key LIMIT 1
        """)
    static let running = select(by: "INDEXED BY jobs_running", "j.state = 'running'")
    static let waiting = select(
        by: "INDEXED BY jobs_waiting",
        """
        j.state = 'queued' AND NOT EXISTS (
            SELECT 1 FROM jobs r WHERE r.library = j.library AND r.kind = j.kind AND r.state = 'running')
        ORDER BY j.created, j.key LIMIT ?
        """)

    /// The job in a row of ``columns``; `nil` where a newer program wrote it, in words that this one does not know.
    static func job(_ row: Row) -> Job? {
        guard let kind = JobKind(rawValue: row.text(1)), let state = JobState(rawValue: row.text(6)) else {
            return nil
        }
        let progress = JobProgress(
            items: row.int(9), itemsTotal: row.intOrNil(10), bytes: row.int(11), bytesTotal: row.intOrNil(12),
            failed: row.int(13))
        return Job(
            id: JobID(row.text(0)), kind: kind, library: LibraryKey(row.integer(2)),
            organization: OrganizationID(row.text(3)), libraryID: LibraryID(row.text(4)),
            created: row.time(5), state: state, started: row.timeOrNil(7), finished: row.timeOrNil(8),
            progress: progress, error: row.textOrNil(15).map { error($0, code: row.text(14)) },
            owner: row.textOrNil(16), attempts: row.int(17), isCancelRequested: row.int(18) != 0)
    }

    /// What ``job(_:)`` reads beside the names, in the order of the table's columns.
    static func values(of job: Job) -> [SQLValue] {
        [
            .text(job.state.rawValue), .time(orNull: job.started), .time(orNull: job.finished),
            .integer(job.progress.items), .integer(orNull: job.progress.itemsTotal),
            .integer(job.progress.bytes), .integer(orNull: job.progress.bytesTotal),
            .integer(job.progress.failed), .text(orNull: job.error?.code.rawValue),
            .text(orNull: job.error?.message), .text(orNull: job.owner), .integer(job.attempts),
            .integer(job.isCancelRequested ? 1 : 0),
        ]
    }

    private static func error(_ message: String, code: String) -> RasterError {
        RasterError(RasterError.Code(rawValue: code) ?? .internalServerError, message)
    }
}
