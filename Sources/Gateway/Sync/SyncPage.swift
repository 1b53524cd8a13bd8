import Raster

/// A page of a listing with what is made of it, to be written in one transaction.
struct SyncPage: Sendable {
    /// What was written of it.
    struct Outcome: Sendable {
        /// Those that became assets.
        var taken: Set<NativeID> = []
        /// The known ones whose changes were taken over.
        var changed: Set<AssetKey> = []
    }

    /// Each asset with its verdict.
    var items: [(item: SyncItem, verdict: SyncVerdict)] = []
    /// Second copies that were deleted.
    var removed = 0

    /// Known assets that were named, whatever is made of them.
    var named: [AssetKey] {
        items.compactMap { item, verdict in
            if case .moved(let known) = verdict { return known.key }
            return item.known?.key
        }
    }

    /// Known assets that had been missing.
    var returned: [AssetID] {
        items.compactMap { item, verdict in
            guard item.earlier != .counted else { return nil }
            switch verdict {
            case .unchanged(let known) where known.missing != nil: return known.asset.id
            case .changed(let change) where change.known.missing != nil: return change.known.asset.id
            default: return nil
            }
        }
    }

    /// What becomes an asset.
    var found: [FoundAsset] {
        items.compactMap { if case .add(let found) = $0.verdict { found } else { nil } }
    }

    /// What is taken over from the backend.
    var changes: [NativeChange] {
        items.compactMap { if case .changed(let change) = $0.verdict { change } else { nil } }
    }

    /// What is left alone, of that which nobody knows.
    func skips(_ outcome: Outcome) -> [SkippedAsset] {
        items.compactMap { item, verdict in
            guard item.known == nil else { return nil }
            switch verdict {
            case .skip(let reason): return SkippedAsset(item.native.id, reason)
            case .failed: return SkippedAsset(item.native.id, .unreadable)
            case .add where !outcome.taken.contains(item.native.id):
                return SkippedAsset(item.native.id, .busy)
            default: return nil
            }
        }
    }

    /// `counts` with this page: each asset once in all walks of a run, where it was met last.
    func counts(after counts: SyncCounts, _ outcome: Outcome) -> SyncCounts {
        var counts = counts
        for (item, verdict) in items {
            switch item.earlier {
            case .counted: continue
            case .nothing: counts.discovered += 1
            case .skipped(.unreadable): counts.failed -= 1
            case .skipped: counts.skipped -= 1
            }
            count(item, verdict, outcome, &counts)
        }
        counts.removed += removed
        counts.returned += returned.count
        return counts
    }

    private func count(
        _ item: SyncItem, _ verdict: SyncVerdict, _ outcome: Outcome, _ counts: inout SyncCounts
    ) {
        switch verdict {
        case .unchanged: counts.unchanged += 1
        case .changed(let change):
            let isChanged = change.changesAsset && outcome.changed.contains(change.known.key)
            if isChanged { counts.changed += 1 } else { counts.unchanged += 1 }
        case .add:
            if outcome.taken.contains(item.native.id) { counts.added += 1 } else { counts.skipped += 1 }
        case .move, .moved:
            counts.changed += 1
            counts.moved += 1
        case .remove, .skip: counts.skipped += 1
        case .failed: counts.failed += 1
        }
    }

    /// Assets that became known and that no earlier walk has counted.
    func news(_ outcome: Outcome) -> Int {
        items.count { item, _ in outcome.taken.contains(item.native.id) && item.earlier != .counted }
    }

    /// What would come of it if it were written.
    var expected: Outcome {
        Outcome(taken: Set(found.map(\.asset.home.id)), changed: Set(changes.map(\.known.key)))
    }
}
