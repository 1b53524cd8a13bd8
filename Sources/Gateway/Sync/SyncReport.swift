public import Raster

/// What a comparison with a backend came to, or would come to; examples are of what this process has done of it.
public struct SyncReport: Sendable, Hashable {
    /// What happened to one asset.
    public struct Note: Sendable, Hashable {
        /// What people know it by, as far as there is such a thing.
        public let name: String
        /// The backend's identifier.
        public let id: NativeID
        /// More about it.
        public let detail: String?

        init(_ name: String?, _ id: NativeID, _ detail: String? = nil) {
            self.name = name ?? id.rawValue
            self.id = id
            self.detail = detail
        }
    }

    /// The exact figures.
    public var counts = SyncCounts()
    /// Walks through the listing.
    public var walks = 0
    /// Assets that became assets of the library.
    public var added = Sampled<Note>()
    /// Known assets that look otherwise.
    public var changed = Sampled<Note>()
    /// Known assets whose home is another copy.
    public var moved = Sampled<Note>()
    /// Second copies that were deleted.
    public var removed = Sampled<Note>()
    /// Known assets that are not there.
    public var missing = Sampled<Note>()
    /// Known assets that had been missing.
    public var returned = Sampled<Note>()
    /// Assets of which nothing could be made.
    public var failed = Sampled<Note>()
    /// What was left alone, by reason.
    public var skipped: [SyncSkip: Int] = [:]
    /// Tags that were mapped, each once.
    public var mappings = Sampled<TagMapping>(keeping: 100)
    private var mapped: Set<TagMapping> = []

    /// Nothing yet.
    public init() {}

    /// Whether anything differs, or would.
    public var hasChanges: Bool {
        counts.added + counts.changed + counts.returned + counts.removed + counts.missing + counts.failed > 0
    }

    /// Notes a page and what was written of it.
    mutating func add(_ page: SyncPage, _ outcome: SyncPage.Outcome) {
        for (item, verdict) in page.items where item.earlier != .counted {
            note(item, verdict, outcome)
            let isNew = item.earlier == .nothing
            if isNew, let reason = verdict.skip(item, outcome) { skipped[reason, default: 0] += 1 }
        }
    }

    private mutating func note(_ item: SyncItem, _ verdict: SyncVerdict, _ outcome: SyncPage.Outcome) {
        let id = item.native.id
        if let known = item.known, known.missing != nil, verdict.isAlive {
            returned.add(Note(known.asset.name, id))
        }
        switch verdict {
        case .add(let found) where outcome.taken.contains(id):
            added.add(Note(found.asset.filename, id, found.place?.rawValue))
            NativeFields.reportMappings(of: item.native) { map($0) }
        case .changed(let change) where change.changesAsset && outcome.changed.contains(change.known.key):
            changed.add(Note(change.known.asset.name, id, change.fields))
            NativeFields.reportMappings(of: item.native) { map($0) }
        case .move(let known, _), .moved(let known):
            moved.add(Note(known.asset.name, id, "from \(known.asset.home.id)"))
        case .remove(let known): removed.add(Note(known.asset.name, id))
        case .failed(let reason): failed.add(Note(item.known?.asset.name, id, reason))
        case .unchanged, .changed, .add, .skip: break
        }
    }

    private mutating func map(_ mapping: TagMapping) {
        guard mapped.count < 10_000, mapped.insert(mapping).inserted else { return }
        mappings.add(mapping)
    }
}

extension SyncVerdict {
    /// Why the asset is left alone, if it is.
    fileprivate func skip(_ item: SyncItem, _ outcome: SyncPage.Outcome) -> SyncSkip? {
        switch self {
        case .skip(let reason): reason
        case .remove: .copy
        case .add: outcome.taken.contains(item.native.id) ? nil : .busy
        case .unchanged, .changed, .move, .moved, .failed: nil
        }
    }

    /// Whether the asset was seen to be there.
    fileprivate var isAlive: Bool {
        switch self {
        case .unchanged, .changed: true
        default: false
        }
    }
}

extension NativeChange {
    /// The fields that change.
    fileprivate var fields: String {
        [(name != nil, "name"), (description != nil, "description"), (tags != nil, "tags")]
            .filter(\.0).map(\.1).joined(separator: ", ")
    }
}

extension SyncPlan {
    /// Adds what a comparison with a backend would come to.
    mutating func add(_ report: SyncReport) {
        add(.add, count: report.counts.added, report.added)
        add(.change, count: report.counts.changed - report.counts.moved, report.changed)
        add(.move, count: report.counts.moved, report.moved)
        add(.remove, count: report.counts.removed, report.removed)
        add(.missing, count: report.counts.missing, report.missing)
        add(.return, count: report.counts.returned, report.returned)
        add(.fail, count: report.counts.failed, report.failed)
        // Copies are told as removed.
        for (reason, count) in report.skipped.sorted(by: { $0.key < $1.key }) where reason != .copy {
            add(.skip, count: count, [reason.rawValue], "\(count)")
        }
    }

    private mutating func add(_ change: Change, count: Int, _ notes: Sampled<SyncReport.Note>) {
        guard count > 0 else { return }
        // One by one, since each has its own detail.
        for note in notes.examples { self.note(change, note.name, note.detail) }
        add(change, count: count - notes.examples.count, [])
    }
}
