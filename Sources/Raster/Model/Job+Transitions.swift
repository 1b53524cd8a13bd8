/// How the work of a job ended.
public enum JobOutcome: Sendable, Equatable {
    /// All of it is done.
    case done
    /// It cannot be done.
    case failed(RasterError)
    /// It was stopped before its end, since it was asked to.
    case stopped
}

// Every change of a job. Each says whether it was one; where not, nothing has changed.
extension Job {
    /// How often a job is taken up.
    ///
    /// One that came to no end all these times is taken to bring the process down.
    public static let attemptLimit = 5

    /// A run of the gateway takes it up, if it waits.
    public mutating func start(by owner: String, at now: Timestamp) -> Bool {
        guard state == .queued else { return false }
        state = .running
        started = started ?? now
        attempts += 1
        self.owner = owner
        return true
    }

    /// Somebody wants it to end: where it waits, it ends now; where it runs, its work is asked to stop.
    public mutating func cancel(at now: Timestamp) -> Bool {
        guard !state.isEnded, !isCancelRequested else { return false }
        isCancelRequested = true
        if state == .queued { finish(.cancelled, at: now) }
        return true
    }

    /// Its work has come this far, if it runs.
    public mutating func report(_ progress: JobProgress) -> Bool {
        guard state == .running, self.progress != progress else { return false }
        self.progress = progress
        return true
    }

    /// Its work ended, if it runs.
    ///
    /// One that was stopped without anyone's wish to cancel it, since the process stops, waits again, and the
    /// attempt does not count.
    public mutating func settle(_ outcome: JobOutcome, _ progress: JobProgress, at now: Timestamp) -> Bool {
        guard state == .running else { return false }
        self.progress = progress
        switch outcome {
        case .done: finish(.done, at: now)
        case .failed(let reason): finish(.failed, at: now, reason)
        case .stopped where isCancelRequested: finish(.cancelled, at: now)
        case .stopped:
            attempts -= 1
            waitAgain()
        }
        return true
    }

    /// The process that worked on it is gone, if one did: it waits again, unless that happened too often.
    public mutating func recover(at now: Timestamp) -> Bool {
        guard state == .running else { return false }
        if isCancelRequested {
            finish(.cancelled, at: now)
        } else if attempts >= Self.attemptLimit {
            finish(.failed, at: now, Self.neverEnded)
        } else {
            waitAgain()
        }
        return true
    }

    private mutating func waitAgain() {
        state = .queued
        owner = nil
    }

    private mutating func finish(_ end: JobState, at now: Timestamp, _ reason: RasterError? = nil) {
        state = end
        finished = now
        error = reason
        owner = nil
    }

    private static let neverEnded = RasterError(
        .internalServerError,
        "The server ended \(attemptLimit) times while it worked on this; see its log, then start it anew.")
}
