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
        return page
    }

    func actions(for id: NativeID) async throws(StorageError) -> [AssetAction] {
        let actions = try await base.actions(for: id)
        return has(.repeatsActions) ? actions + actions : actions
    }

    func start(_ action: NativeID, on id: NativeID) async throws(StorageError) -> ActionRun {
        try await base.start(action, on: id)
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
        do throws(StorageError) { return try await base.metadata(of: id) } catch {
            guard has(.readsTheUnknown) else { throw error }
            return FileMetadata()
        }
    }

    func place(for organization: OrganizationID, _ library: LibraryID) async throws(StorageError)
        -> NativePlace
    {
        guard has(.wanders) else { return try await base.place(for: organization, library) }
        let mood = past.withLock { past in
            past.mood += 1
            return past.mood
        }
        return NativePlace("\(mood)")
    }

    func move(_ id: NativeID, to place: NativePlace) async throws(StorageError) {
        if has(.staysInPlace) { return }
        try await base.move(id, to: place)
    }
}
