import Bytes
import FakeKit
import HTTPCore
import MediaPocketAdapter
import MediaPocketFake
import Raster
import TestSupport

/// A column of the matrix: what the adapter is asked, and which of its requests the fault befalls.
enum FaultedCall: String, Sendable, CaseIterable {
    /// The record, and the list of files that says the size.
    case stat, size
    /// The list of files, the address of one, and the file.
    case list, locate, open, range
    /// The list of files, the record, the address, and the file that is read back.
    case look, recorded, addressed, readBack
    /// Changes.
    case announce, fetch, discardBytes, update, delete, discard, restore, place, move, leave
    case add, edit, remove, start
    /// Readings.
    case comments, events, actions, runs, collections, metadata

    /// The operation of the fake that the fault befalls.
    var operation: String {
        switch self {
        case .stat, .recorded: "get"
        case .size, .list, .look: "listMedia"
        case .locate, .addressed: "downloadURL"
        case .open, .range, .readBack: "download"
        case .announce: "create"
        case .fetch: "addMedia"
        case .discardBytes: "deleteMedia"
        case .update, .delete, .restore: rawValue
        case .discard: "trash"
        case .place: "createProject"
        case .move: "assign"
        case .leave: "unassign"
        case .add: "createComment"
        case .edit: "updateComment"
        case .remove: "deleteComment"
        case .start: "startAction"
        case .comments: "listComments"
        case .events: "history"
        case .actions: "listActions"
        case .runs: "listRuns"
        case .collections: "listCollections"
        case .metadata: "fileMetadata"
        }
    }

    /// Whether the request changes something.
    var isChange: Bool {
        switch self {
        case .announce, .fetch, .discardBytes, .update, .delete, .discard, .restore, .place, .move, .leave,
            .add, .edit, .remove, .start:
            true
        default: false
        }
    }

    /// Whether the request is for a file, at an address without a key.
    var isDelivery: Bool { operation == "download" }
    /// Whether the path of the request names no asset.
    var isCreation: Bool { self == .announce || self == .place }
}

/// An account with an asset of 100 bytes in a project, with a comment, and one in the bin.
struct FaultStage {
    let account: FakeAccount
    private let bytes = Array(UInt8(0)..<100)
    private let id: NativeID = "-stage0asset00000001"
    private let binned: NativeID = "_stage0asset00000002"

    init() async throws {
        account = try FakeAccount()
        let fake = account.fake
        for project in ["-project1", "-project2"] {
            try fake.add(PocketProject(id: project, title: "Sea", owner: 1, created: 1_768_000_000_000))
        }
        for asset in [id, binned] {
            try fake.add(
                PocketAsset(id: asset.rawValue, title: "Old", owner: 1, created: 1_768_000_000_000), bytes,
                filename: "harbour.jpg", contentType: "image/jpeg")
        }
        try await account.adapter.move(id, to: "-project1")
        try await account.adapter.discard(binned)
        _ = try await account.adapter.add("old", to: id)
    }

    /// What the outcome of `call` is called in the matrix, and all that can be printed of its error.
    func outcome(of call: FaultedCall) async -> (cell: String, text: String) {
        do { return (try await run(call), "") } catch {
            let error = StorageError(wrapping: error)
            let mark = error.effect == .none ? "" : error.effect == .unknown ? "?" : "!"
            return (error.kind.rawValue + mark, "\(error) \(String(reflecting: error))")
        }
    }

    func run(_ call: FaultedCall) async throws -> String {
        call.isChange ? try await change(call) : try await read(call)
    }

    private func change(_ call: FaultedCall) async throws -> String {
        let adapter = account.adapter
        switch call {
        case .announce: _ = try await adapter.announce(.sample(), as: BackendLabel("abcdefghij0123"))
        case .fetch: try await adapter.fetch(.sample(), for: id, from: FakeAccount.address)
        case .discardBytes: try await adapter.discardBytes(of: id)
        case .update: try await adapter.update(id, .sample(description: "new"))
        case .delete: try await adapter.delete(id)
        case .discard: try await adapter.discard(id)
        case .restore: try await adapter.restore(binned)
        case .place:
            let draft = PlaceDraft(organization: "acme", library: "photos", title: "Photos")
            _ = try await adapter.place(for: draft, as: draft.label)
        case .move: try await adapter.move(id, to: "-project2")
        case .leave: try await adapter.move(id, to: "")
        case .add: _ = try await adapter.add("new", to: id)
        case .edit: _ = try await adapter.edit("1", on: id, "new")
        case .remove: try await adapter.remove("1", on: id)
        default: _ = try await adapter.start("1", on: id)
        }
        return "ok"
    }

    private func read(_ call: FaultedCall) async throws -> String {
        let adapter = account.adapter
        switch call {
        case .stat, .size: return try await adapter.stat(id).size == 100 ? "ok" : "wrong"
        case .list, .locate, .open: return try await read(nil) == bytes ? "ok" : "wrong"
        case .range:
            let range = ByteRange(offset: 10, length: 20)
            return try await read(range) == Array(bytes[10..<30]) ? "ok" : "wrong"
        case .look, .recorded, .addressed, .readBack:
            return switch try await adapter.arrival(of: ExpectedBytes(of: bytes), at: id) {
            case .whole: "ok"
            case .different: "different"
            default: "wrong"
            }
        case .comments: return try await adapter.comments(on: id).map(\.text) == ["old"] ? "ok" : "wrong"
        case .events: return try await adapter.events(of: id, after: nil).events.count == 2 ? "ok" : "wrong"
        case .actions: return try await adapter.actions(for: id).count == 1 ? "ok" : "wrong"
        case .runs: return try await adapter.runs(of: id).isEmpty ? "ok" : "wrong"
        case .collections: return try await adapter.collections(of: id).isEmpty ? "ok" : "wrong"
        default: return try await adapter.metadata(of: id) == FileMetadata() ? "ok" : "wrong"
        }
    }

    private func read(_ range: ByteRange?) async throws -> [UInt8] {
        try await account.adapter.open(id, range).stream.collect(upTo: 1000)
    }

    /// How many effects the account has seen.
    var effects: Int { account.fake.ledger.count }
}
