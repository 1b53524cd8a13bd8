/// Questions about long work.
public protocol JobReader: Sendable {
    /// The job `id`, in whatever library that was not removed.
    func job(_ id: JobID) async throws(StorageError) -> Job?

    /// The jobs of a library, newest first.
    func jobs(in library: LibraryKey, page: PageRequest) async throws(StorageError) -> [Job]

    /// The oldest job of `kind` in `library` that has not ended and that nobody has cancelled.
    func openJob(_ kind: JobKind, in library: LibraryKey) async throws(StorageError) -> Job?

    /// Jobs that wait, oldest first, without those beside whose library and kind one runs; at most `limit`.
    func waitingJobs(limit: Int) async throws(StorageError) -> [Job]

    /// How many jobs wait.
    func waitingJobCount() async throws(StorageError) -> Int

    /// Every job that runs.
    func runningJobs() async throws(StorageError) -> [Job]
}

/// Changes to long work.
public protocol JobWriter: Sendable {
    /// Adds a job. Throws `.notFound` where the library is gone.
    func insert(_ job: Job) async throws(StorageError)

    /// Keeps what has changed of a job. Throws `.notFound` where it went with its library, `.alreadyExists` where
    /// it would be the second one of its library and kind that runs.
    func update(_ job: Job) async throws(StorageError)

    /// Drops jobs that ended before `horizon`; how many.
    func forgetJobs(endedBefore horizon: Timestamp) async throws(StorageError) -> Int
}
