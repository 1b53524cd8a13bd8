public import Raster
import Synchronization

extension MemoryAdapter: Fetching {
    /// Present only where it was given something to fetch with; bytes are not taken from the caller then.
    public var fetching: (any Fetching)? { fetcher == nil ? nil : self }

    /// Makes an asset without bytes; a label is never given again, whatever becomes of the asset.
    public func announce(_ draft: AssetDraft, as label: BackendLabel) async throws(StorageError)
        -> NativeAsset
    {
        try change { (state) throws(StorageError) in
            guard state.labels.insert(label.text).inserted else {
                throw StorageError(.alreadyExists, "the label is taken")
            }
            return try state.announce(draft)
        }
    }

    /// Notes the address: it is fetched from at the first look, so that nothing goes on behind a test's back.
    public func fetch(_ draft: AssetDraft, for id: NativeID, from address: String) async throws(StorageError)
    {
        guard address.contains("://") else {
            throw StorageError(.invalid, "that is no address", side: .client)
        }
        try change { (state) throws(StorageError) in
            try state.change(id, "ASSET_FETCHED") { $0.source = address }
        }
    }

    /// Compares size and digests of what has arrived; the look that fetches says `pending`.
    public func arrival(of expected: ExpectedBytes, at id: NativeID) async throws(StorageError) -> Arrival {
        let asset = try change { (state) throws(StorageError) in try state.asset(id) }
        guard let address = asset.source else {
            return asset.isWhole ? try asset.arrival(of: expected) : .none
        }
        let bytes = await fetcher?(address)
        try change { (state) throws(StorageError) in try state.take(bytes, from: address, at: id) }
        return .pending
    }

    /// Forgets the bytes.
    public func discardBytes(of id: NativeID) async throws(StorageError) {
        try change { (state) throws(StorageError) in try state.discardBytes(of: id) }
    }

    /// A reference adapter that fetches, with the host it fetches from.
    public static func staged(
        abilities: Set<Ability> = Ability.usual, host: MemoryHost = MemoryHost()
    ) -> Staged {
        let adapter = MemoryAdapter(abilities: abilities) { host.bytes(at: $0) }
        let watch = ArrivalWatch(fetching: adapter, sleeper: NoSleeper(), pause: .zero, looks: 10)
        return Staged(adapter, host, watch)
    }
}

/// Does not wait.
struct NoSleeper: Sleeper {
    func wait(for duration: Duration) async {}
}

extension MemoryState.Stored {
    fileprivate func arrival(of expected: ExpectedBytes) throws(StorageError) -> Arrival {
        let seen = try ExpectedBytes(of: bytes, filename: expected.filename)
        guard seen.size == expected.size else { return .different("\(seen.size) bytes are there") }
        guard seen == expected else { return .different("the digests are others") }
        return .whole
    }
}

extension MemoryState {
    /// An asset of a draft, with all but the bytes.
    mutating func announce(_ draft: AssetDraft) throws(StorageError) -> NativeAsset {
        let id = try insert(draft, [], isWhole: false).id
        return try asset(id).described
    }

    /// Takes in what came from `address`, if anything did and there is room for it.
    mutating func take(_ bytes: [UInt8]?, from address: String, at id: NativeID) throws(StorageError) {
        guard try asset(id).source == address else { return }
        let room = room
        try change(id, "BYTES_ARRIVED") { asset in
            asset.source = nil
            guard let bytes, bytes.count <= room + asset.bytes.count else { return }
            asset.bytes = bytes
            asset.isWhole = true
            asset.described.size = bytes.count
        }
    }

    /// Leaves an asset without bytes, and without an address to fetch them from.
    mutating func discardBytes(of id: NativeID) throws(StorageError) {
        try change(id, "BYTES_DISCARDED") { asset in
            (asset.source, asset.bytes, asset.isWhole, asset.described.size) = (nil, [], false, nil)
        }
    }
}
