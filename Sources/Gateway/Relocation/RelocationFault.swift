import Raster

/// Why an asset stays where it is, found out by the gateway itself.
enum RelocationFault: Error {
    /// The bytes at its home are not those of the catalog.
    case otherBytes
    /// The store did not fetch the bytes in time.
    case late
    /// The store has fetched something else; in what it differs.
    case different(String)
    /// Every label that it could be announced by is taken.
    case noLabel
    /// The store takes nothing in any more.
    case closed

    /// What is kept of it.
    var failure: BackendFailure {
        switch self {
        case .otherBytes:
            BackendFailure(
                kind: "otherBytes", message: "the bytes at its home are not those that the catalog knows")
        case .late:
            BackendFailure(kind: "late", message: "the store did not fetch the bytes in time")
        case .different(let difference): BackendFailure(kind: "different", message: difference)
        case .noLabel:
            BackendFailure(kind: "noLabel", message: "every label it could be announced by is taken")
        case .closed:
            BackendFailure(
                kind: "closed", message: "the configuration does not let the store take anything in")
        }
    }
}

extension BackendFailure {
    /// Somebody did not want it any more.
    static let cancelled = BackendFailure(kind: "cancelled", message: "the job was cancelled")

    /// What clients are told: never a store's words.
    var sentence: String {
        switch kind {
        case "otherBytes": "its bytes are not those that were uploaded"
        case "late": "the store did not fetch its bytes in time"
        case "different": "the store has fetched other bytes"
        case "closed": "the store takes nothing in now"
        case "tooLarge": "it is larger than the store takes"
        case _ where isAbsence: "the store could not be reached for a day"
        default: "the store refused it"
        }
    }

    /// Whether the store was away.
    var isAbsence: Bool { ["unavailable", "timedOut", "rateLimited"].contains(kind) }
}

/// When an asset on its way is tried again, and when it is given up.
enum RelocationPace {
    /// Attempts that a store which cannot be reached is worth: the pauses between them add up to about a day.
    static let patience = 34
    /// Attempts that any other failure is worth.
    static let tries = 5
    /// Assets of one library that a store is told to fetch before it has fetched others.
    ///
    /// So that one with many files to fetch gets to each before its time is over, and few are asked about.
    static let fetches = 64
    /// Labels that one asset may lose on its way.
    static let labels = 20
    /// How often a store is told to fetch bytes of which it gets others.
    static let tellings = 3

    /// Whether an asset whose `attempts`th attempt has come to `error` is given up.
    static func isFinal(_ error: StorageError, after attempts: Int) -> Bool {
        switch error.kind {
        case .tooLarge, .unsupported: true
        case .unavailable, .timedOut, .rateLimited, .unauthenticated, .insufficientStorage:
            attempts >= patience
        // One that refuses everything for a moment has no better words for that.
        case .invalid, .denied, .notFound, .alreadyExists, .preconditionFailed, .cancelled, .malformed,
            .internal:
            attempts >= tries
        }
    }

    /// How long an asset waits after its `attempts`th failed attempt; `jitter` from 0 up to 1.
    static func pause(after error: StorageError, attempts: Int, jitter: Double) -> Duration {
        let own = MirrorSchedule.wait(after: attempts, jitter: jitter)
        guard case .after(let asked) = error.retry else { return own }
        return max(own, min(asked, MirrorSchedule.longestRequest))
    }

    /// How long a store that was told `tellings` times has for the bytes before it is told again.
    ///
    /// A twelfth of its time, then a quarter: one that takes longer gets all of it with the last.
    static func patience(
        _ tellings: Int, _ settleTime: Duration, _ settings: GatewaySettings.Staging
    ) -> Duration {
        min(max(settings.lifetime / (tellings < 2 ? 12 : 4), settleTime), settings.lifetime / 2)
    }

    /// How long a store that has come for `size` bytes may be busy with them, at half a megabit a second.
    static func fetching(_ size: Int) -> Duration { .seconds(size / 65_536) }

    /// How long until the next look at bytes that a store was told of `elapsed` ago.
    ///
    /// Half of that again, within the bounds of `settings`: so the pauses grow without being counted.
    static func poll(after elapsed: Duration, _ settings: GatewaySettings.Staging) -> Duration {
        min(max(elapsed / 2, settings.poll), settings.longestPoll)
    }
}
