public import Bytes

/// An asset whose bytes are elsewhere than its library says: on its way to the library's backend.
public struct Relocation: Hashable, Sendable {
    /// Whether anything more is done about it.
    public enum State: String, Sendable, CaseIterable {
        /// It is on its way, or will be.
        case waiting
        /// It stays where it is until somebody wants it tried again.
        case failed
    }

    /// The asset as it is now, in whatever state, with its tags.
    public var asset: Asset
    /// Whether it is being purged.
    public var isLeaving: Bool
    /// The backend where it belongs; that of its home where only a copy is to be given up.
    public var goal: AdapterName
    /// Whether anything more is done about it.
    public var state: State
    /// Since when it is on its way.
    public var since: Timestamp
    /// Attempts in a row that failed.
    public var attempts: Int
    /// When it is looked at next.
    public var nextTry: Timestamp
    /// The copy that a backend is fetching.
    public var copy: PartialCopy?
    /// Why the last attempt failed.
    public var failure: BackendFailure?

    /// A relocation with these properties.
    public init(
        of asset: Asset, isLeaving: Bool = false, to goal: AdapterName, state: State = .waiting,
        since: Timestamp, attempts: Int = 0, nextTry: Timestamp, copy: PartialCopy? = nil,
        failure: BackendFailure? = nil
    ) {
        self.asset = asset
        self.isLeaving = isLeaving
        self.goal = goal
        self.state = state
        self.since = since
        self.attempts = attempts
        self.nextTry = nextTry
        self.copy = copy
        self.failure = failure
    }
}

/// A copy of an asset in a backend that fetches bytes for itself, which is not its home yet.
public struct PartialCopy: Hashable, Sendable {
    /// How far it has come.
    public enum Stage: String, Sendable, CaseIterable {
        /// It is about to be announced, or was without an answer.
        case announcing
        /// It is there, without bytes.
        case announced
        /// The backend is about to be told from where to fetch, or was without an answer.
        case fetching
        /// The backend was told.
        case told
    }

    /// The backend.
    public var adapter: AdapterName
    /// The number of the label that it is announced by.
    public var label: Int
    /// How far it has come.
    public var stage: Stage
    /// The backend's identifier, once that is known.
    public var native: NativeID?
    /// Where in the backend it was put.
    public var place: NativePlace?
    /// Digest of what the backend shows of it.
    public var shown: SHA256Digest?
    /// MD5 of the bytes, in lower-case hexadecimal digits.
    public var md5: String
    /// Digest of the token with which the bytes may be fetched; `nil` where they may not.
    public var token: SHA256Digest?
    /// Until when they may.
    public var deadline: Timestamp?
    /// When it was announced, where that is known.
    public var announced: Timestamp?
    /// How often in a row the backend was told from where to fetch.
    public var tellings = 0

    /// A copy of bytes with `md5` that is about to be announced.
    public init(in adapter: AdapterName, label: Int, md5: String) {
        self.adapter = adapter
        self.label = label
        self.md5 = md5
        stage = .announcing
    }

    /// Whether its bytes may be fetched with its token at `now`.
    public func mayBeFetched(at now: Timestamp) -> Bool {
        guard token != nil, let deadline else { return false }
        return (stage == .fetching || stage == .told) && now < deadline
    }
}

/// How many assets of a library are on their way.
public struct RelocationTotals: Hashable, Sendable {
    /// Those that wait.
    public var waiting: Int
    /// Their bytes.
    public var bytes: Int
    /// Those that have failed.
    public var failed: Int

    /// These figures.
    public init(waiting: Int = 0, bytes: Int = 0, failed: Int = 0) {
        self.waiting = waiting
        self.bytes = bytes
        self.failed = failed
    }
}

/// How many assets are on their way to one backend.
public struct RelocationBacklog: Hashable, Sendable {
    /// The backend; it may be one that the configuration has lost.
    public var goal: AdapterName
    /// Those that wait.
    public var waiting: Int
    /// Those that have failed.
    public var failed: Int
    /// Since when the oldest of both is on its way.
    public var oldest: Timestamp

    /// The backlog of `goal`.
    public init(of goal: AdapterName, waiting: Int, failed: Int, oldest: Timestamp) {
        self.goal = goal
        self.waiting = waiting
        self.failed = failed
        self.oldest = oldest
    }
}

/// Something that a backend holds under a label and cannot hand out: a call without an answer has made it.
public struct Placeholder: Hashable, Sendable {
    /// What it is.
    public enum Kind: String, Sendable, CaseIterable {
        /// An asset without bytes.
        case asset
        /// The place of a library.
        case project
    }

    /// The backend.
    public var adapter: AdapterName
    /// What it is.
    public var kind: Kind
    /// The label, as the backend knows it.
    public var label: String
    /// What the label was for: the asset's id, or organization and library.
    public var of: String
    /// When it was noticed.
    public var noted: Timestamp

    /// A placeholder under `label`.
    public init(
        _ kind: Kind, in adapter: AdapterName, as label: BackendLabel, noted: Timestamp
    ) {
        self.init(kind, in: adapter, label: label.text, of: label.base, noted: noted)
    }

    /// A placeholder as a catalog kept it.
    public init(
        _ kind: Kind, in adapter: AdapterName, label: String, of subject: String, noted: Timestamp
    ) {
        self.kind = kind
        self.adapter = adapter
        self.label = label
        of = subject
        self.noted = noted
    }
}

/// Where the assets of a library lie in a backend.
public struct KnownPlace: Hashable, Sendable {
    /// The number of the label that it is made with.
    public var label: Int
    /// The place; `nil` where it is just being made, or was without an answer.
    public var place: NativePlace?
    /// When it was made, where that is known.
    public var made: Timestamp?

    /// A place made with the label of this number.
    public init(label: Int, place: NativePlace? = nil, made: Timestamp? = nil) {
        self.label = label
        self.place = place
        self.made = made
    }
}
