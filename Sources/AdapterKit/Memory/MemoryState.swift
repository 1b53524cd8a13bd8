import Raster

/// Everything a ``MemoryAdapter`` holds, as a value; the adapter is a lock around it.
struct MemoryState: Sendable {
    /// A planned failure.
    struct Fault: Sendable {
        var operation: MemoryAdapter.Operation
        var error: StorageError

        init(_ operation: MemoryAdapter.Operation, _ error: StorageError) {
            self.operation = operation
            self.error = error
        }
    }

    /// The room and the key of a create that is still running.
    struct Reservation: Sendable {
        var asset: AssetID
        var size: Int
    }

    /// One asset and what hangs on it.
    struct Stored: Sendable {
        var number: Int
        var key: NaturalKey
        var described: NativeAsset
        var bytes: [UInt8]
        /// Whether it has bytes, be they none.
        var isWhole: Bool
        /// From where the bytes are still to be fetched.
        var source: String?
        var isDiscarded = false
        var comments: [NativeComment] = []
        var events: [HistoryEvent] = []
        var runs: [ActionRun] = []
        var collections: [AssetCollection] = []
        var metadata = FileMetadata()
    }

    var assets: [NativeID: Stored] = [:]
    var byKey: [AssetID: NativeID] = [:]
    var faults: [Fault] = []
    /// Labels that were ever given, of assets and of places.
    var labels: Set<String> = []
    /// Places that were ever handed out, or held an asset.
    var places: Set<NativePlace> = []
    private let capacity: Int
    /// Bytes of assets and of reservations.
    private var used = 0
    /// Creates that are still running.
    private var reservations: [Int: Reservation] = [:]
    private var lastNumber = 0
    private var lastMoment: Int64 = 1_700_000_000_000

    init(capacity: Int) { self.capacity = capacity }

    /// How many bytes more it can hold.
    var room: Int { capacity - used }

    /// A number that was never given out.
    mutating func nextNumber() -> Int {
        lastNumber += 1
        return lastNumber
    }

    /// A moment later than every one before.
    mutating func tick() -> Timestamp {
        lastMoment += 1
        return Timestamp(milliseconds: lastMoment)
    }

    mutating func nextFault(of operation: MemoryAdapter.Operation) -> StorageError? {
        faults.firstIndex { $0.operation == operation }.map { faults.remove(at: $0).error }
    }

    /// The asset `id`, or `.notFound`.
    func asset(_ id: NativeID) throws(StorageError) -> Stored {
        guard let asset = assets[id] else { throw StorageError(.notFound, "there is no such asset") }
        return asset
    }

    /// Changes the asset `id`, which is then newer, and notes `event`; `.notFound` where there is none.
    mutating func change(_ id: NativeID, _ event: String, _ body: (inout Stored) -> Void)
        throws(StorageError)
    {
        var asset = try asset(id)
        let size = asset.bytes.count
        body(&asset)
        used += asset.bytes.count - size
        let now = tick()
        asset.described.updated = now
        asset.events.append(HistoryEvent(id: "\(nextNumber())", type: event, created: now, actor: "memory"))
        assets[id] = asset
    }
}

extension MemoryState {
    /// Sets aside the room for a body before any of it is read; the reservation's number.
    mutating func reserve(_ draft: AssetDraft) throws(StorageError) -> Int {
        guard draft.size >= 0, draft.size <= room else {
            throw StorageError(.insufficientStorage, "the memory is full", retry: .allowed)
        }
        used += draft.size
        let number = nextNumber()
        reservations[number] = Reservation(asset: draft.key.asset, size: draft.size)
        return number
    }

    /// Gives the room back, unless an asset has taken it.
    mutating func release(_ reservation: Int) {
        used -= reservations.removeValue(forKey: reservation)?.size ?? 0
    }

    /// Makes the asset of a reserved draft visible, all at once.
    mutating func insert(_ draft: AssetDraft, _ bytes: [UInt8], _ reservation: Int) throws(StorageError)
        -> NativeAsset
    {
        guard byKey[draft.key.asset] == nil else {
            throw StorageError(.alreadyExists, "there is an asset with this key")
        }
        let described = try insert(draft, bytes, isWhole: true)
        reservations[reservation] = nil
        return described
    }

    /// Makes an asset of a draft, with bytes that have room already.
    mutating func insert(_ draft: AssetDraft, _ bytes: [UInt8], isWhole: Bool) throws(StorageError)
        -> NativeAsset
    {
        let number = nextNumber()
        let place = MemoryState.place(draft.key.organization, draft.key.library)
        let size = isWhole ? bytes.count : nil
        var described = NativeAsset(id: NativeID("-\(number)"), place: place, size: size)
        described.asset = draft.key.asset
        described.digest = draft.digest
        described.filename = draft.key.filename
        described.name = draft.name
        described.contentType = draft.contentType
        described.description = draft.description
        described.tags = draft.tags
        described.created = tick()
        assets[described.id] = Stored(
            number: number, key: draft.key, described: described, bytes: bytes, isWhole: isWhole)
        byKey[draft.key.asset] = described.id
        places.insert(place)
        try change(described.id, "ASSET_ADDED") { _ in }
        return described
    }

    /// Removes an asset for good.
    mutating func remove(_ id: NativeID) throws(StorageError) {
        let asset = try asset(id)
        assets[id] = nil
        if byKey[asset.key.asset] == id { byKey[asset.key.asset] = nil }
        used -= asset.bytes.count
    }

    /// What became of `key`, as far as that is settled.
    func find(_ key: NaturalKey) -> FindingResult {
        if let found = byKey[key.asset].flatMap({ assets[$0] }) { return .found(found.described) }
        return reservations.values.contains { $0.asset == key.asset } ? .cannotTell : .absent
    }

    /// Where assets of a library lie.
    static func place(_ organization: OrganizationID, _ library: LibraryID) -> NativePlace {
        NativePlace("\(organization)/\(library)")
    }
}
