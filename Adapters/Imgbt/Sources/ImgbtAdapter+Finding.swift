import HTTPCore
public import Raster

extension ImgbtAdapter: Finding {
    /// A channel is small enough to be listed.
    public var finding: (any Finding)? { self }

    /// Lists the channel that `key` leads to and looks for its asset there.
    ///
    /// Of several with one key, as an API that does not refuse duplicates may keep them, the first made is reported;
    /// nothing is deleted here. Cannot tell where the listing contradicts itself, cannot be read whole, or is too long.
    public func find(_ key: NaturalKey) async throws(StorageError) -> FindingResult {
        try await run("find") { () async throws(StorageError) in
            let path = try ImgbtMapping.path(of: key)
            let found = try await listings.value(of: ImgbtFilter(channelOf: path)) {
                () async throws(StorageError) in try await channel(of: path)
            }
            if let record = found.first(with: key.asset, path.filename) {
                return .found(NativeAsset(record))
            }
            return found.isWhole ? .absent : .cannotTell
        }
    }

    /// Everything in the channel of `path`, as far as it can be listed.
    func channel(of path: ImgbtPath) async throws(StorageError) -> ImgbtChannel {
        let filter = ImgbtFilter(channelOf: path)
        var channel = ImgbtChannel()
        var cursor: String?
        repeat {
            cursor = channel.add(try await api.page(filter, after: cursor), in: filter)
        } while cursor != nil
        return channel
    }
}

/// A channel as its listing shows it.
struct ImgbtChannel: Sendable {
    /// How many pages are asked for at most: channels are small by design.
    static let maximumPages = 50

    private(set) var records: [ImgbtRecord] = []
    /// Whether the listing came to its end without contradicting itself, and all of it could be read.
    private(set) var isWhole = false
    private var hasGap = false
    private var seen: Set<NativeID> = []
    private var cursors: Set<String> = []
    private var pages = 0

    /// Adds a page; the cursor of the next one, `nil` where the listing ends or makes no sense.
    ///
    /// An API that knows no filters lists everything: what lies elsewhere is passed over.
    mutating func add(_ page: ImgbtPage, in filter: ImgbtFilter) -> String? {
        pages += 1
        var isConsistent = page.isConsistent
        for record in page.records where filter.holds(record.path) {
            if seen.insert(record.id).inserted { records.append(record) } else { isConsistent = false }
        }
        if !page.isWhole { hasGap = true }
        guard isConsistent else { return nil }
        guard let next = page.next else {
            isWhole = !hasGap
            return nil
        }
        guard cursors.insert(next).inserted, pages < Self.maximumPages else { return nil }
        return next
    }

    /// The asset `id`: by what its metadata say, or by its filename where they say nothing.
    ///
    /// The first made of several, which every lookup agrees on.
    func first(with id: AssetID, _ filename: String) -> ImgbtRecord? {
        records.filter { record in
            let own = record.metadata[ImgbtMetadata.Name.asset]
            return own.map { AssetID($0) == id } ?? (record.path.filename == filename)
        }.min { left, right in
            let (made, other) = (left.created?.milliseconds ?? .max, right.created?.milliseconds ?? .max)
            return made == other ? left.id < right.id : made < other
        }
    }
}
