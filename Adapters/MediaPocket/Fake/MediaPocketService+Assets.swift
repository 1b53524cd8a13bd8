import FakeKit
import HTTPCore

// The routes of assets.
extension MediaPocketService {
    func create(_ call: PocketCall) async throws -> HTTPResponse {
        let parameters = try await call.parameters()
        var asset = PocketAsset(title: try parameters.string("title"), owner: call.user.id, created: now)
        if let type = try parameters.mediaType() { (asset.mediaType, asset.article) = (type, "") }
        let label = try parameters.label()
        let texts = (try parameters.optionalString("description"), try parameters.category())
        (asset.description, asset.category) = texts
        asset.tags = try parameters.tags() ?? []
        asset.title = try parameters.requiredTitle()
        asset.externalID = label
        return answer(try add(asset, call.occasion))
    }

    /// Takes a new asset in, without media.
    func add(_ asset: PocketAsset, _ occasion: FakeOccasion) throws -> PocketAsset {
        var asset = asset
        try store.change(occasion) { state in
            if let label = asset.externalID, state.assetLabels[label] != nil { throw PocketProblem.taken }
            let identity = store.identity(state)
            asset.number = identity.number
            if asset.id.isEmpty { asset.id = identity.id }
            var change = PocketChange(.created, asset.id, at: "assets", .asset(asset))
            change.event = event("ASSET_ADDED", asset, asset.owner, state, at: asset.created)
            return change
        }
        return asset
    }

    /// Changes an asset; it is in history under `type`.
    @discardableResult
    func change(
        _ call: PocketCall, _ type: String, _ change: (inout PocketAsset, PocketState) throws -> Void
    ) throws -> PocketAsset {
        var changed: PocketAsset?
        try store.change(call.occasion) { state in
            var asset = try PocketStore.asset(call.id, state.assets[call.id])
            try change(&asset, state)
            asset.modified = now
            changed = asset
            var change = PocketChange(.updated, asset.id, at: "assets", .asset(asset))
            change.event = event(type, asset, call.user.id, state)
            return change
        }
        return try changed ?? store.asset(call.id)
    }

    func event(
        _ type: String, _ asset: PocketAsset, _ user: Int, _ state: PocketState, at moment: Int? = nil
    ) -> PocketEvent {
        PocketEvent(
            id: state.last.event + 1, asset: asset.id, user: user, type: type, created: moment ?? now,
            number: asset.number, title: asset.title)
    }

    func update(_ call: PocketCall) async throws -> HTTPResponse {
        _ = try store.asset(call.id)
        let parameters = try await call.parameters()
        let (title, label) = (try parameters.title(), try parameters.label())
        let isRenamed = try parameters.optionalString("external_id") != nil
        let description = try parameters.optionalString("description")
        let (category, tags) = (try parameters.category(), try parameters.tags())
        let asset = try change(call, "ASSET_MODIFIED") { asset, state in
            if let label, let other = state.assetLabels[label], other != asset.id {
                throw PocketProblem.taken
            }
            asset.title = title ?? asset.title
            asset.description = description ?? asset.description
            asset.category = category ?? asset.category
            asset.tags = tags ?? asset.tags
            if isRenamed { asset.externalID = label }
        }
        return answer(asset)
    }

    func delete(_ call: PocketCall) throws -> HTTPResponse {
        try store.change(call.occasion) { state in
            Self.end(of: try PocketStore.asset(call.id, state.assets[call.id]))
        }
        return .done
    }

    private static func end(of asset: PocketAsset) -> PocketChange {
        var change = PocketChange(removing: .asset(asset), asset.id, at: "assets")
        change.droppedFiles = asset.media.map(\.file)
        return change
    }
}

// The bin.
extension MediaPocketService {
    /// How long assets stay in the bin: 14 days.
    static let binMilliseconds = 14 * 86_400_000

    /// Into the bin; what is in it already stays as long as it would have.
    func trash(_ call: PocketCall) throws -> HTTPResponse {
        guard try store.asset(call.id).deleted == nil else { return .done }
        try change(call, "ASSET_MOVED_TO_TRASH_BIN") { asset, _ in asset.deleted = asset.deleted ?? now }
        return .done
    }

    func restore(_ call: PocketCall) throws -> HTTPResponse {
        try change(call, "ASSET_RESTORED") { asset, _ in
            guard asset.deleted != nil else { throw PocketProblem.notInBin }
            asset.deleted = nil
        }
        return .done
    }

    /// Deletes for good what has been in the bin long enough.
    func empty() throws {
        let now = now
        let isDue = { (asset: PocketAsset) in asset.deleted.map { $0 + Self.binMilliseconds <= now } ?? false
        }
        let due = store.read { state in
            state.binned.filter { state.assets[$0].map(isDue) ?? false }.sorted()
        }
        for id in due {
            try? store.change(FakeOccasion(request: 0, answer: .none)) { state in
                let asset = try PocketStore.asset(id, state.assets[id])
                guard isDue(asset) else { throw PocketProblem.notInBin }
                return Self.end(of: asset)
            }
        }
    }
}
