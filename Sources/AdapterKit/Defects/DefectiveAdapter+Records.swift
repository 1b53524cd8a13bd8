import Raster
import Synchronization

extension DefectiveAdapter: HistoryLog, ActionRunner, CollectionIndex, MetadataReader, PlaceTree {
    var history: (any HistoryLog)? { self }
    var actions: (any ActionRunner)? { self }
    var collections: (any CollectionIndex)? { self }
    var metadata: (any MetadataReader)? { self }
    var places: (any PlaceTree)? { self }

    func events(of id: NativeID, after token: PageToken?) async throws(StorageError)
        -> (events: [HistoryEvent], next: PageToken?)
    {
        var page = try await base.events(of: id, after: has(.takesAnyBookmark) ? nil : token)
        if has(.repeatsEventIDs) { page.events += page.events }
        if has(.leavesEventsUntyped) { for index in page.events.indices { page.events[index].type = "" } }
        if has(.forgetsEvents), mood() > 1 { page.events = [] }
        return page
    }

    func actions(for id: NativeID) async throws(StorageError) -> [AssetAction] {
        var actions = try await base.actions(for: id)
        if has(.leavesActionsUnnamed) { for index in actions.indices { actions[index].name = "" } }
        return has(.repeatsActions) ? actions + actions : actions
    }

    func start(_ action: NativeID, on id: NativeID) async throws(StorageError) -> ActionRun {
        try await base.start(has(.startsAnything) ? "count" : action, on: id)
    }

    func runs(of id: NativeID) async throws(StorageError) -> [ActionRun] {
        if has(.inventsRuns) { _ = try await base.start("count", on: id) }
        return try await base.runs(of: id)
    }

    func collections(of id: NativeID) async throws(StorageError) -> [AssetCollection] {
        let collections = try await base.collections(of: id)
        return has(.inventsCollections) ? collections + [AssetCollection(id: "1", title: "All")] : collections
    }

    func metadata(of id: NativeID) async throws(StorageError) -> FileMetadata {
        do throws(StorageError) {
            let metadata = try await base.metadata(of: id)
            return has(.inventsCameras) ? FileMetadata(exif: ["Model": "Camera"]) : metadata
        } catch {
            guard has(.readsTheUnknown) else { throw error }
            return FileMetadata()
        }
    }

    func place(for draft: PlaceDraft, as label: BackendLabel) async throws(StorageError) -> NativePlace {
        var draft = draft
        switch defect {
        case .refusesNextLabels where label.number > 1:
            throw StorageError(.alreadyExists, "planted: it looks taken")
        case .joinsPlaceNames: draft.library = LibraryID("\(draft.organization)-\(draft.library)")
        case .wanders: draft.library = LibraryID("\(mood())")
        default: break
        }
        if has(.joinsPlaceNames) { draft.organization = "" }
        return try await base.place(for: draft, as: label)
    }

    func move(_ id: NativeID, to place: NativePlace) async throws(StorageError) {
        let isKnown = past.withLock { !$0.visited[id, default: []].insert(place).inserted }
        if has(.movesOnce), isKnown { return }
        let before = has(.staysInPlace) ? try await base.stat(id).place : nil
        if has(.refusesRepeatedMoves), try await base.stat(id).place == place {
            throw StorageError(.preconditionFailed, "planted: it is there already")
        }
        if has(.forgetsOnMoving) { try await forgetTexts(of: id) }
        if has(.movesNeighbours), let other = past.withLock({ $0.keys.first { $0.id != id } }) {
            try? await base.move(other.id, to: place)
        }
        do throws(StorageError) { try await base.move(id, to: place) } catch {
            let isHidden =
                has(.movesTheUnknown) && error.kind == .notFound
                || has(.movesAnywhere) && error.kind == .preconditionFailed
            guard isHidden else { throw error }
        }
        if let before { try await base.move(id, to: before) }
    }
}
