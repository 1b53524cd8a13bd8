import Bytes
import Raster

extension ScriptedAdapter: Updating, Finding, Enumerating, Fetching, TrashBin, PlaceTree, Delivering {
    var updating: (any Updating)? { self }
    var finding: (any Finding)? { self }
    var enumeration: (any Enumerating)? { self }
    var fetching: (any Fetching)? { self }
    var trash: (any TrashBin)? { self }
    var places: (any PlaceTree)? { self }
    var delivery: (any Delivering)? { self }
    var retention: Duration { .seconds(77) }
    var fields: Set<AssetField> { [.created] }

    func area(of library: LibraryID, in organization: OrganizationID) -> NativePlace? { "area" }

    func update(_ id: NativeID, _ desired: DesiredState) async throws(StorageError) {
        try await act("update")
    }

    func find(_ key: NaturalKey) async throws(StorageError) -> FindingResult {
        try await act("find")
        return .found(.sample())
    }

    func list(in place: NativePlace?, after token: PageToken?) async throws(StorageError) -> NativePage {
        try await act("list")
        return NativePage([.sample()], next: token)
    }

    func announce(_ draft: AssetDraft, as label: BackendLabel) async throws(StorageError) -> NativeAsset {
        try await act("announce")
        return .sample()
    }

    func fetch(_ draft: AssetDraft, for id: NativeID, from address: String) async throws(StorageError) {
        try await act("fetch")
    }

    func arrival(of expected: ExpectedBytes, at id: NativeID) async throws(StorageError) -> Arrival {
        try await act("arrival")
        return .whole
    }

    func discardBytes(of id: NativeID) async throws(StorageError) { try await act("discard-bytes") }

    func discard(_ id: NativeID) async throws(StorageError) { try await act("discard") }
    func restore(_ id: NativeID) async throws(StorageError) { try await act("restore") }

    func place(for draft: PlaceDraft, as label: BackendLabel) async throws(StorageError) -> NativePlace {
        try await act("place")
        return "here"
    }

    func move(_ id: NativeID, to place: NativePlace) async throws(StorageError) { try await act("move") }

    func address(of id: NativeID) async throws(StorageError) -> String? {
        try await act("address")
        return "https://example.com/1"
    }
}

extension ScriptedAdapter: CommentThreads, HistoryLog, ActionRunner, CollectionIndex, MetadataReader {
    var comments: (any CommentThreads)? { self }
    var history: (any HistoryLog)? { self }
    var actions: (any ActionRunner)? { self }
    var collections: (any CollectionIndex)? { self }
    var metadata: (any MetadataReader)? { self }

    private var comment: NativeComment {
        NativeComment(id: "1", text: "Nice", updated: Timestamp(milliseconds: 0), author: nil)
    }

    func comments(on id: NativeID) async throws(StorageError) -> [NativeComment] {
        try await act("comments")
        return [comment]
    }

    func add(_ text: String, to id: NativeID) async throws(StorageError) -> NativeComment {
        try await act("comment")
        return comment
    }

    func edit(_ comment: NativeID, on id: NativeID, _ text: String) async throws(StorageError)
        -> NativeComment
    {
        try await act("edit")
        return self.comment
    }

    func remove(_ comment: NativeID, on id: NativeID) async throws(StorageError) { try await act("remove") }

    func events(of id: NativeID, after token: PageToken?) async throws(StorageError)
        -> (events: [HistoryEvent], next: PageToken?)
    {
        try await act("history")
        return ([], token)
    }

    func actions(for id: NativeID) async throws(StorageError) -> [AssetAction] {
        try await act("actions")
        return []
    }

    func start(_ action: NativeID, on id: NativeID) async throws(StorageError) -> ActionRun {
        try await act("start")
        return ActionRun(
            id: "1", status: "done", created: Timestamp(milliseconds: 0),
            action: AssetAction(id: action, name: "Count"))
    }

    func runs(of id: NativeID) async throws(StorageError) -> [ActionRun] {
        try await act("runs")
        return []
    }

    func collections(of id: NativeID) async throws(StorageError) -> [AssetCollection] {
        try await act("collections")
        return []
    }

    func metadata(of id: NativeID) async throws(StorageError) -> FileMetadata {
        try await act("metadata")
        return FileMetadata(exif: ["Make": "Sample"])
    }
}

extension ScriptedAdapter: Revising {
    var revising: (any Revising)? { isRevising ? self : nil }

    func revision(of id: NativeID) async throws(StorageError) -> Revision {
        try await act("revise")
        return Revision(size: Self.bytes.count, modified: Timestamp(milliseconds: 0), tag: "1") { range in
            .stream(ByteStream(range.map { Self.bytes[$0.offset..<$0.end] } ?? Self.bytes[...]))
        }
    }
}

extension ScriptedAdapter: Surveying {
    var surveying: (any Surveying)? { self }

    func rootIdentity() throws(StorageError) -> FileIdentity { FileIdentity(device: 7, inode: 7) }
    func survey() throws(StorageError) -> any Survey { throw StorageError(.unsupported, "not here") }
    func estimate(isCancelled: () -> Bool) throws(StorageError) -> Int { 7 }
    func look(at id: NativeID) throws(StorageError) -> FileFigures? { nil }
    func open(_ id: NativeID) throws(StorageError) -> OpenedFile {
        throw StorageError(.notFound, "no file")
    }
    func names(of id: NativeID) -> [[UInt8]] { [Array(id.rawValue.utf8)] }
}
