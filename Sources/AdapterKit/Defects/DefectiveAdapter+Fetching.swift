import Bytes
import Raster
import Synchronization

/// What goes wrong where bytes are fetched.
extension DefectiveAdapter: Fetching {
    var fetching: (any Fetching)? { base.fetching == nil ? nil : self }

    func announce(_ draft: AssetDraft, as label: BackendLabel) async throws(StorageError) -> NativeAsset {
        let label = has(.readsLabelBases) ? BackendLabel(label.base) : label
        do throws(StorageError) {
            var asset = try await base.announce(draft, as: label)
            past.withLock { $0.keys.append((draft.key, asset.id)) }
            if has(.answersOtherAnnouncements) { asset.filename = "\(asset.id)" }
            return asset
        } catch { return try await announcedBadly(draft, error) }
    }

    /// What comes of a label that is taken.
    private func announcedBadly(_ draft: AssetDraft, _ error: StorageError) async throws(StorageError)
        -> NativeAsset
    {
        switch defect {
        case .forgetsLabels: return try await base.announce(draft, as: BackendLabel("again-\(mood())"))
        case .hopesForLabels: throw StorageError(error.kind, "planted", retry: .allowed)
        case .renamesTheAnnounced:
            guard case .found(let first) = try await base.find(draft.key) else { throw error }
            try await base.update(
                first.id,
                DesiredState(
                    key: draft.key, name: draft.name, description: draft.description, tags: draft.tags))
            throw error
        default: throw error
        }
    }

    func fetch(_ draft: AssetDraft, for id: NativeID, from address: String) async throws(StorageError) {
        let isFirst = past.withLock { $0.told.insert(id).inserted }
        switch defect {
        case .stumblesOverAddresses where !address.contains("://"):
            throw StorageError(.internal, "planted: no address")
        case .fetchesOnce where !isFirst:
            _ = try await base.stat(id)
            return
        case .mixesFetches where draft.size == 4:
            let first = past.withLock { $0.keys.first?.id }
            return try await base.fetch(draft, for: first ?? id, from: address)
        default: break
        }
        do throws(StorageError) { try await base.fetch(draft, for: id, from: address) } catch {
            guard has(.fetchesForTheUnknown), error.kind == .notFound else { throw error }
            return
        }
        if has(.forgetsOnFetching), draft.description == "told" { try await forgetTexts(of: id) }
        if has(.fetchesHome) {
            let place = try await base.place(
                for: PlaceDraft(organization: "", library: "inbox", title: ""),
                as: BackendLabel("inbox-\(mood())"))
            try await base.move(id, to: place)
        }
    }

    func arrival(of expected: ExpectedBytes, at id: NativeID) async throws(StorageError) -> Arrival {
        let isTold = past.withLock { $0.told.contains(id) }
        do throws(StorageError) {
            let arrival = try await base.arrival(of: expected, at: id)
            switch (defect, arrival) {
            case (.arrivesUntold, .none) where !isTold: return .whole
            case (.believesAddresses, .none) where isTold: return .whole
            case (.losesArrivals, .whole) where expected.size == 4321: return .pending
            case (.takesAnythingForWhole, .different): return .whole
            case (.comparesSizes, .different):
                let size = try await base.stat(id).size
                return size == expected.size ? .whole : arrival
            default: return arrival
            }
        } catch {
            guard has(.arrivesAtTheUnknown) else { throw error }
            return .none
        }
    }

    func discardBytes(of id: NativeID) async throws(StorageError) {
        if has(.keepsDiscardedBytes) { return }
        if has(.discardsBytesOnce), try await base.stat(id).size == nil {
            throw StorageError(.preconditionFailed, "planted: there are none")
        }
        if has(.discardsOthersBytes), let other = past.withLock({ $0.keys.first { $0.id != id } }) {
            try? await base.discardBytes(of: other.id)
        }
        try await base.discardBytes(of: id)
    }

    /// Whether an asset was announced, and no bytes have come.
    func isBare(_ id: NativeID) async -> Bool {
        guard base.fetching != nil, let asset = try? await base.stat(id) else { return false }
        return asset.size == nil
    }
}
