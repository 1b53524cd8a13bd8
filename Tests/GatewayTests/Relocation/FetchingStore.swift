import Bytes
import Crypto
import Raster
import Synchronization
import TestSupport

/// A store that fetches bytes for itself, when a test says so, and gives each label away only once.
final class FetchingStore: Adapter, Fetching, PlaceTree, Updating, Enumerating {
    enum Call: Sendable { case announce, fetch, arrival, place, move, delete, discard, open }

    /// What it holds of one asset.
    struct Record: Sendable {
        let label: String
        var described: NativeAsset
        /// The files that it has fetched.
        var files: [[UInt8]] = []
    }

    fileprivate struct State {
        var records: [NativeID: Record] = [:]
        var places: [String: NativePlace] = [:]
        var pending: [(id: NativeID, address: String)] = []
        var faults: [(call: Call, error: StorageError)] = []
        var serial = 0
        var reader: (@Sendable (String) async -> [UInt8]?)?
        var refusal: StorageError?
        var isSilent = false
        var isClosed = false
    }

    let name: AdapterName
    let kind = "fetching"
    let limits: AdapterLimits
    private let state = Mutex(State())

    init(name: AdapterName = "far", settleTime: Duration = .zero, maximumBytes: Int? = nil) {
        self.name = name
        limits = AdapterLimits(
            maximumBytes: maximumBytes, maximumNameBytes: 40, concurrency: 4, settleTime: settleTime)
    }

    var fetching: (any Fetching)? { self }
    var places: (any PlaceTree)? { self }
    var updating: (any Updating)? { self }
    var enumeration: (any Enumerating)? { self }
    var refusal: StorageError? { state.withLock { $0.refusal } }

    /// Makes the next `call` fail: instead of its effect where that is `none`, else after it.
    func fail(_ call: Call, with error: StorageError) {
        state.withLock { $0.faults.append((call, error)) }
    }

    var takesUploads: Bool { state.withLock { !$0.isClosed } }

    /// Takes nothing in from now on.
    func close() { state.withLock { $0.isClosed = true } }

    /// Hands out no bytes from now on.
    func fallSilent() { state.withLock { $0.isSilent = true } }

    /// Puts `bytes` there for what was told last, as if they had come from the address.
    func deliver(_ bytes: [UInt8]) {
        state.withLock { state in
            for (id, _) in state.pending { state.records[id]?.files.append(bytes) }
            state.pending = []
        }
    }

    func refuse(with refusal: StorageError?) { state.withLock { $0.refusal = refusal } }

    /// How addresses are read from now on.
    func read(by reader: @escaping @Sendable (String) async -> [UInt8]?) {
        state.withLock { $0.reader = reader }
    }

    /// Fetches all that it was told of; what it does not get it tries again the next time.
    func deliver() async {
        let (pending, reader) = state.withLock { state in
            defer { state.pending = [] }
            return (state.pending, state.reader)
        }
        for (id, address) in pending {
            let bytes = await reader?(address)
            state.withLock { state in
                if let bytes {
                    state.records[id]?.files.append(bytes)
                } else {
                    state.pending.append((id, address))
                }
            }
        }
    }

    /// What a person puts there instead of what was announced.
    func put(_ bytes: [UInt8], into label: String) {
        state.withLock { state in
            guard let id = state.records.first(where: { $0.value.label == label })?.key else { return }
            state.records[id]?.files = [bytes]
        }
    }

    /// Takes a label, as somebody else did.
    func take(_ label: String) { state.withLock { _ = $0.add(label, NativeAsset(id: "?")) } }

    /// Loses an asset, or a place, as people remove them.
    func lose(_ label: String) {
        state.withLock { state in
            state.records = state.records.filter { $0.value.label != label }
            state.places[label] = nil
        }
    }

    var records: [NativeID: Record] { state.withLock { $0.records } }
    var labels: [String] { records.values.map(\.label).sorted() }
    var placesMade: [String] { state.withLock { $0.places.keys.sorted() } }
    var addresses: [String] { state.withLock { $0.pending.map(\.address) } }
    /// The labels of what has no bytes.
    var empty: [String] { records.values.filter(\.files.isEmpty).map(\.label).sorted() }

    private func run<Value>(
        _ call: Call, _ body: (inout State) throws(StorageError) -> Value
    ) throws(StorageError) -> Value {
        let result = state.withLock { state -> Result<Value, StorageError> in
            let index = state.faults.firstIndex { $0.call == call }
            let fault = index.map { state.faults.remove(at: $0).error }
            if let fault, fault.effect == .none { return .failure(fault) }
            do throws(StorageError) {
                let value = try body(&state)
                return fault.map { .failure($0) } ?? .success(value)
            } catch { return .failure(error) }
        }
        do { return try result.get() } catch { throw error.during("\(call)", in: name) }
    }
}

extension FetchingStore.State {
    fileprivate mutating func add(_ label: String, _ described: NativeAsset) -> NativeAsset {
        serial += 1
        var described = described
        described.id = NativeID("-far\(serial)")
        records[described.id] = FetchingStore.Record(label: label, described: described)
        return described
    }

    fileprivate func record(_ id: NativeID) throws(StorageError) -> FetchingStore.Record {
        guard let record = records[id] else { throw StorageError(.notFound, "there is no such asset") }
        return record
    }
}

// The port.
extension FetchingStore {
    func announce(_ draft: AssetDraft, as label: BackendLabel) async throws(StorageError) -> NativeAsset {
        try run(.announce) { (state) throws(StorageError) in
            guard !state.records.values.contains(where: { $0.label == label.text }) else {
                throw StorageError(.alreadyExists, "the label is taken")
            }
            var asset = NativeAsset(id: "new")
            (asset.asset, asset.name, asset.filename) = (draft.key.asset, draft.name, draft.key.filename)
            (asset.description, asset.tags) = (draft.description ?? "", draft.tags)
            (asset.organization, asset.library) = (draft.key.organization, draft.key.library)
            asset.created = .sample()
            return state.add(label.text, asset)
        }
    }

    func fetch(_ draft: AssetDraft, for id: NativeID, from address: String) async throws(StorageError) {
        try run(.fetch) { (state) throws(StorageError) in
            _ = try state.record(id)
            state.pending.append((id, address))
        }
    }

    func arrival(of expected: ExpectedBytes, at id: NativeID) async throws(StorageError) -> Arrival {
        try run(.arrival) { (state) throws(StorageError) in
            let files = try state.record(id).files
            guard let bytes = files.first else { return .none }
            guard files.count == 1, bytes.count == expected.size,
                (try? SHA256.digest(bytes)) == expected.digest, Self.md5(of: bytes) == expected.md5
            else { return .different("there are \(files.count) files, the first of \(bytes.count) bytes") }
            return state.isSilent ? .unseen : .whole
        }
    }

    private static func md5(of bytes: [UInt8]) -> String? {
        guard let hash = try? MD5(), (try? hash.update(bytes)) != nil, let digest = try? hash.finish() else {
            return nil
        }
        return digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    func discardBytes(of id: NativeID) async throws(StorageError) {
        try run(.discard) { (state) throws(StorageError) in
            _ = try state.record(id)
            state.records[id]?.files = []
        }
    }

    func place(for draft: PlaceDraft, as label: BackendLabel) async throws(StorageError) -> NativePlace {
        try run(.place) { (state) throws(StorageError) in
            guard state.places[label.text] == nil else {
                throw StorageError(.alreadyExists, "the label is taken")
            }
            state.serial += 1
            let place = NativePlace("place-\(state.serial)")
            state.places[label.text] = place
            return place
        }
    }

    func move(_ id: NativeID, to place: NativePlace) async throws(StorageError) {
        try run(.move) { (state) throws(StorageError) in
            _ = try state.record(id)
            guard state.places.values.contains(place) else {
                throw StorageError(.preconditionFailed, "there is no such place")
            }
            state.records[id]?.described.place = place
        }
    }

    func stat(_ id: NativeID) async throws(StorageError) -> NativeAsset {
        try run(.open) { (state) throws(StorageError) in
            var described = try state.record(id).described
            described.size = try state.record(id).files.first?.count
            return described
        }
    }

    func open(_ id: NativeID, _ range: ByteRange?) async throws(StorageError) -> Content {
        let bytes = try run(.open) { (state) throws(StorageError) in
            guard let bytes = try state.record(id).files.first else {
                throw StorageError(.notFound, "it has no bytes")
            }
            guard !state.isSilent else { throw StorageError(.unavailable, "no address is handed out") }
            return bytes
        }
        return .stream(ByteStream(range.map { bytes[$0.offset..<$0.end] } ?? bytes[...]))
    }

    func create(_ draft: AssetDraft, _ content: Content) async throws(StorageError) -> NativeAsset {
        throw StorageError(.unsupported, "it fetches bytes for itself")
    }

    func delete(_ id: NativeID) async throws(StorageError) {
        try run(.delete) { (state) throws(StorageError) in
            _ = try state.record(id)
            state.records[id] = nil
        }
    }

    func update(_ id: NativeID, _ desired: DesiredState) async throws(StorageError) {
        try run(.open) { (state) throws(StorageError) in
            _ = try state.record(id)
            state.records[id]?.described.tags = desired.tags
            state.records[id]?.described.description = desired.description ?? ""
        }
    }

    func list(in place: NativePlace?, after token: PageToken?) async throws(StorageError) -> NativePage {
        var assets: [NativeAsset] = []
        for id in records.keys.sorted() { assets.append(try await stat(id)) }
        return NativePage(assets)
    }
}
