import Raster
import Synchronization

/// Where assets lie that were seen lately, and how large they are: neither changes in imgbt as long as they exist.
///
/// Bounded: two generations of at most half the capacity each; what is asked for moves to the young one, and when
/// that is full, the old one goes.
final class RecentPaths: Sendable {
    /// What is remembered of an asset.
    struct Entry: Sendable, Hashable {
        let path: ImgbtPath
        let size: Int?
    }

    private struct Generations {
        var young: [NativeID: Entry] = [:]
        var old: [NativeID: Entry] = [:]
    }

    private let half: Int
    private let generations = Mutex(Generations())

    init(capacity: Int = 16_384) { half = max(1, capacity / 2) }

    func entry(for id: NativeID) -> Entry? {
        generations.withLock { all in
            if let entry = all.young[id] { return entry }
            guard let entry = all.old[id] else { return nil }
            Self.add(entry, for: id, to: &all, half)
            return entry
        }
    }

    func remember(_ record: ImgbtRecord) {
        let entry = Entry(path: record.path, size: record.size)
        generations.withLock { Self.add(entry, for: record.id, to: &$0, half) }
    }

    func forget(_ id: NativeID) {
        generations.withLock { all in
            all.young[id] = nil
            all.old[id] = nil
        }
    }

    /// How many are remembered, those that are in both generations twice.
    var count: Int { generations.withLock { $0.young.count + $0.old.count } }

    private static func add(_ entry: Entry, for id: NativeID, to all: inout Generations, _ half: Int) {
        if all.young.count >= half, all.young[id] == nil {
            all.old = all.young
            all.young = [:]
        }
        all.young[id] = entry
    }
}
