import Bytes
import Raster
import Synchronization

/// An adapter with every ability there is, whose calls do what a test says and are remembered.
///
/// A script that returns lets the call succeed with a sample.
final class ScriptedAdapter: Adapter {
    typealias Script = @Sendable (ScriptedCall) async throws(StorageError) -> Void

    /// A call by the name of its method, and how many of that name came before.
    struct ScriptedCall: Sendable, Hashable {
        let name: String
        let earlier: Int
    }

    let name: AdapterName
    let limits: AdapterLimits
    let isRevising: Bool
    let ownRefusal: StorageError?
    private let script: Script
    private let made = Mutex<[String]>([])

    init(
        name: AdapterName = "scripted", concurrency: Int = 8, isRevising: Bool = false,
        refusal: StorageError? = nil, _ script: @escaping Script = { (_) async throws(StorageError) in }
    ) {
        self.name = name
        self.isRevising = isRevising
        self.script = script
        ownRefusal = refusal
        limits = AdapterLimits(
            maximumBytes: 77, maximumNameBytes: 7, pageSize: 7, concurrency: concurrency,
            settleTime: .seconds(7))
    }

    /// The calls so far, in their order.
    var calls: [String] { made.withLock { $0 } }

    func act(_ call: String) async throws(StorageError) {
        let earlier = made.withLock { made in
            defer { made.append(call) }
            return made.count { $0 == call }
        }
        try await script(ScriptedCall(name: call, earlier: earlier))
    }

    var kind: String { "scripted" }
    var spoolFolder: String? { "/spool" }
    var refusal: StorageError? { ownRefusal }

    func fidelity(of field: AssetField, _ value: FieldValue) -> Fidelity { .dropped("scripted") }

    func stat(_ id: NativeID) async throws(StorageError) -> NativeAsset {
        try await act("stat")
        return .sample(id)
    }

    func open(_ id: NativeID, _ range: ByteRange?) async throws(StorageError) -> Content {
        try await act("open")
        return .stream(ByteStream(range.map { Self.bytes[$0.offset..<$0.end] } ?? Self.bytes[...]))
    }

    func create(_ draft: AssetDraft, _ content: Content) async throws(StorageError) -> NativeAsset {
        try await act("create")
        return .sample("made")
    }

    func delete(_ id: NativeID) async throws(StorageError) { try await act("delete") }

    /// What every asset holds.
    static let bytes = Array("hello, world".utf8)
}

extension NativeAsset {
    /// An asset that holds ``ScriptedAdapter/bytes``.
    static func sample(_ id: NativeID = "1") -> NativeAsset {
        NativeAsset(id: id, size: ScriptedAdapter.bytes.count)
    }
}
