/// A job as clients see it.
public struct JobID: Identifier {
    /// The identifier as it is spelled.
    public let rawValue: String
    /// The identifier spelled `rawValue`.
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// What a job does.
public enum JobKind: String, Sendable, CaseIterable {
    /// Compares the catalog with the store.
    case sync
    /// Reads files whose contents nobody has hashed yet.
    case hash
    /// Brings assets to the store of their library.
    case relocate

    /// Whether its work mostly waits for others, so that many may run at once.
    public var mostlyWaits: Bool { self == .relocate }
}

/// How far a job is (CONTRACT 3).
public enum JobState: String, Sendable, CaseIterable {
    /// It waits to be taken up, for the first time or again.
    case queued
    /// A process works on it.
    case running
    /// It came to its end.
    case done
    /// It came to an end before its own.
    case failed
    /// Somebody wanted it to end.
    case cancelled

    /// Whether nothing more happens to it.
    public var isEnded: Bool { self != .queued && self != .running }
}

/// Long work on one library, kept in the catalog so that it outlives the process that does it.
///
/// It changes only as its methods say, so that no process, however it ends, leaves one that is neither ended nor
/// taken up again.
public struct Job: Sendable, Equatable {
    /// What clients ask for it by.
    public let id: JobID
    /// What it does.
    public let kind: JobKind
    /// The library that it works on.
    public let library: LibraryKey
    /// Whose that is.
    public let organization: OrganizationID
    /// The library's slug.
    public let libraryID: LibraryID
    /// When it was asked for.
    public let created: Timestamp
    /// How far it is.
    public internal(set) var state = JobState.queued
    /// When it was first taken up.
    public internal(set) var started: Timestamp?
    /// When it ended.
    public internal(set) var finished: Timestamp?
    /// How far its work has come, as was last heard.
    public internal(set) var progress = JobProgress()
    /// Why it failed, in words for clients.
    public internal(set) var error: RasterError?
    /// The run of the gateway that works on it.
    public internal(set) var owner: String?
    /// How often a process took it up and did not give it back.
    public internal(set) var attempts = 0
    /// Whether somebody wants it to end, though its work goes on.
    public internal(set) var isCancelRequested = false

    /// A job as a catalog kept it.
    public init(
        id: JobID, kind: JobKind, library: LibraryKey, organization: OrganizationID, libraryID: LibraryID,
        created: Timestamp, state: JobState = .queued, started: Timestamp? = nil, finished: Timestamp? = nil,
        progress: JobProgress = JobProgress(), error: RasterError? = nil, owner: String? = nil,
        attempts: Int = 0, isCancelRequested: Bool = false
    ) {
        self.id = id
        self.kind = kind
        self.library = library
        self.organization = organization
        self.libraryID = libraryID
        self.created = created
        self.state = state
        self.started = started
        self.finished = finished
        self.progress = progress
        self.error = error
        self.owner = owner
        self.attempts = attempts
        self.isCancelRequested = isCancelRequested
    }

    /// A new job that waits to be taken up.
    public init(id: JobID, _ kind: JobKind, on library: Library, created: Timestamp) {
        self.init(
            id: id, kind: kind, library: library.key, organization: library.organization,
            libraryID: library.id, created: created)
    }
}
