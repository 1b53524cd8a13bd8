import Bytes
import MediaPocketAdapter
import Raster
import TestSupport

/// Something that the adapter can be asked about an asset.
enum PocketCall: String, Sendable, CaseIterable {
    case stat, open, delete, fetch, arrival, discardBytes, update, discard, restore, move, leave
    case comments, add, edit, remove, events, actions, start, runs, collections, metadata

    /// Asks about `id`, without a look at what comes.
    func run(on adapter: MediaPocketAdapter, at id: NativeID) async throws(StorageError) {
        switch self {
        case .stat: _ = try await adapter.stat(id)
        case .open: _ = try await adapter.open(id, nil)
        case .delete: try await adapter.delete(id)
        case .fetch: try await adapter.fetch(.sample(), for: id, from: "https://gw.example/staging/t")
        case .arrival: _ = try await adapter.arrival(of: .sample, at: id)
        case .discardBytes: try await adapter.discardBytes(of: id)
        case .update: try await adapter.update(id, .sample())
        case .discard: try await adapter.discard(id)
        case .restore: try await adapter.restore(id)
        case .move: try await adapter.move(id, to: "p1")
        case .leave: try await adapter.move(id, to: "")
        default: try await runMore(on: adapter, at: id)
        }
    }

    private func runMore(on adapter: MediaPocketAdapter, at id: NativeID) async throws(StorageError) {
        switch self {
        case .comments: _ = try await adapter.comments(on: id)
        case .add: _ = try await adapter.add("x", to: id)
        case .edit: _ = try await adapter.edit("1", on: id, "x")
        case .remove: try await adapter.remove("1", on: id)
        case .events: _ = try await adapter.events(of: id, after: nil)
        case .actions: _ = try await adapter.actions(for: id)
        case .start: _ = try await adapter.start("1", on: id)
        case .runs: _ = try await adapter.runs(of: id)
        case .collections: _ = try await adapter.collections(of: id)
        default: _ = try await adapter.metadata(of: id)
        }
    }
}

extension ExpectedBytes {
    /// Bytes that nobody has.
    static let sample = ExpectedBytes(
        size: 3, digest: .sample(1), md5: "0123456789abcdef0123456789abcdef", filename: "harbour.jpg")
}
