import Bytes
import Raster
import Synchronization
import TestSupport

/// A store that people use without the gateway too: it lists by the time of upload, and its listing can be bent.
final class VaultStore: Adapter, Updating, Enumerating {
    /// A page that is about to be answered.
    typealias Bend = @Sendable (_ call: Int, _ page: NativePage) async throws(StorageError) -> NativePage

    struct State {
        var assets: [NativeID: NativeAsset] = [:]
        var next = 0
        var bend: Bend?
        var lists = 0
        var stats: [NativeID] = []
        var deletes: [NativeID] = []
        var updates: [NativeID] = []
        var beforeStat: (@Sendable (NativeID) async -> Void)?
        var faults: [NativeID: StorageError] = [:]
        var deletion: StorageError?
    }

    let name: AdapterName = "vault"
    let kind = "vault"
    let limits: AdapterLimits
    let isNewestFirst: Bool
    /// Whether it may only be read from.
    let isReadOnly: Bool
    let state = Mutex(State())
    /// Assets without bytes.
    let unopened = Mutex<Set<NativeID>>([])

    init(pageSize: Int = 4, isNewestFirst: Bool = true, isReadOnly: Bool = false) {
        self.isReadOnly = isReadOnly
        limits = AdapterLimits(pageSize: pageSize)
        self.isNewestFirst = isNewestFirst
    }

    var updating: (any Updating)? { isReadOnly ? nil : self }
    var enumeration: (any Enumerating)? { self }

    func area(of library: LibraryID, in organization: OrganizationID) -> NativePlace? {
        NativePlace("\(organization)/\(library)")
    }

    func stat(_ id: NativeID) async throws(StorageError) -> NativeAsset {
        await state.withLock { $0.beforeStat }?(id)
        return try found(id)
    }

    private func found(_ id: NativeID) throws(StorageError) -> NativeAsset {
        let found = state.withLock { state -> Result<NativeAsset, StorageError> in
            state.stats.append(id)
            if let fault = state.faults[id] { return .failure(fault) }
            guard let asset = state.assets[id] else {
                return .failure(StorageError(.notFound, "no such asset"))
            }
            return .success(asset)
        }
        return try found.get()
    }

    func open(_ id: NativeID, _ range: ByteRange?) async throws(StorageError) -> Content {
        let size = try found(id).size ?? 0
        guard !unopened.withLock({ $0.contains(id) }) else { throw StorageError(.notFound, "no file") }
        return .stream(ByteStream(Array(repeating: 0, count: range?.length ?? size)[...]))
    }

    func create(_ draft: AssetDraft, _ content: Content) async throws(StorageError) -> NativeAsset {
        let id = put(size: draft.size, at: draft.key) { asset in
            asset.asset = draft.key.asset
            asset.name = draft.name
            asset.tags = draft.tags
            asset.description = draft.description
        }
        return try found(id)
    }

    func delete(_ id: NativeID) async throws(StorageError) {
        guard !isReadOnly else { throw StorageError(.denied, "only read from", side: .gateway) }
        if let deletion = state.withLock({ $0.deletion }) { throw deletion }
        _ = try found(id)
        state.withLock { state in
            state.assets[id] = nil
            state.deletes.append(id)
        }
    }

    func update(_ id: NativeID, _ desired: DesiredState) async throws(StorageError) {
        _ = try found(id)
        state.withLock { state in
            state.updates.append(id)
            state.assets[id]?.tags = desired.tags
            state.assets[id]?.description = desired.description ?? ""
            state.assets[id]?.name = desired.name
        }
    }

    func list(in place: NativePlace?, after token: PageToken?) async throws(StorageError) -> NativePage {
        var start: String?
        if let token { start = try Self.key(of: token) }
        let (page, call, bend) = state.withLock { state -> (NativePage, Int, Bend?) in
            state.lists += 1
            return (slice(of: state, after: start), state.lists, state.bend)
        }
        guard let bend else { return page }
        return try await bend(call, page)
    }

    /// A page by keyset: what comes after the asset that the bookmark names, whether that is still there or not.
    private func slice(of state: State, after start: String?) -> NativePage {
        let rest = state.assets.values.map { (Self.key(of: $0), $0) }
            .filter { key, _ in start.map { isNewestFirst ? key < $0 : key > $0 } ?? true }
            .sorted { isNewestFirst ? $0.0 > $1.0 : $0.0 < $1.0 }
        let page = rest.prefix(limits.pageSize)
        let next = page.count < rest.count ? page.last.map { PageToken("at \($0.0)") } : nil
        return NativePage(page.map(\.1), next: next)
    }

    private static func key(of token: PageToken) throws(StorageError) -> String {
        guard token.rawValue.hasPrefix("at ") else {
            throw StorageError(.invalid, "the bookmark is not one of this store's", side: .client)
        }
        return String(token.rawValue.dropFirst(3))
    }

    private static func key(of asset: NativeAsset) -> String {
        "\(asset.created?.milliseconds ?? 0) \(asset.id)"
    }
}

extension VaultStore {
    /// Puts an asset there as people do; later than all before.
    @discardableResult
    func put(
        size: Int = 10, at key: NaturalKey? = nil, _ change: (inout NativeAsset) -> Void = { _ in }
    ) -> NativeID {
        state.withLock { state in
            state.next += 1
            let digits = String(state.next)
            let id = NativeID("asset_" + String(repeating: "0", count: 7 - digits.count) + digits)
            var asset = NativeAsset(id: id, place: "marketing/blog/hero", size: size)
            asset.filename = key?.filename ?? "photo-\(digits).jpg"
            asset.contentType = "image/jpeg"
            asset.tags = []
            asset.created =
                Timestamp(milliseconds: Timestamp.sample().milliseconds - 10_000_000)
                + .milliseconds(state.next)
            if let key {
                asset.place = NativePlace("\(key.organization)/\(key.library)/image-abc")
                (asset.organization, asset.library) = (key.organization, key.library)
            }
            change(&asset)
            state.assets[id] = asset
            return id
        }
    }

    /// Changes an asset behind the gateway's back.
    func change(_ id: NativeID, _ change: (inout NativeAsset) -> Void) {
        state.withLock { state in
            guard var asset = state.assets[id] else { return }
            change(&asset)
            state.assets[id] = asset
        }
    }

    /// Removes an asset behind the gateway's back.
    func lose(_ id: NativeID) { state.withLock { $0.assets[id] = nil } }

    /// Bends every page that is answered from now on; calls are counted from 1.
    func bend(_ bend: Bend?) {
        state.withLock { state in
            state.lists = 0
            state.bend = bend
        }
    }

    /// Makes `body` run before each `stat` is answered.
    func beforeStat(_ body: (@Sendable (NativeID) async -> Void)?) {
        state.withLock { $0.beforeStat = body }
    }

    /// What it holds, sorted.
    var ids: [NativeID] { state.withLock { $0.assets.keys.sorted() } }
}
