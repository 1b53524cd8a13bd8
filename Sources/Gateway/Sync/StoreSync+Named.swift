import Bytes
import Raster

// Assets that somebody has named, instead of those that a listing names.
extension StoreSync {
    /// Identifiers that are looked at together.
    private static let pageSize = 50

    /// Takes over all that are named, page by page.
    func takeAllNamed() async throws {
        while !run.isListed {
            try checkCancellation()
            let (ids, next) = try await nextNames()
            try await take(ids, next: next)
            tell()
        }
        try await forgetNames()
    }

    private func nextNames() async throws -> (ids: [NativeID], next: PageToken?) {
        switch source {
        case .listing: return ([], nil)
        case .listed(let list):
            let position = run.token.flatMap { Int($0.rawValue) } ?? 0
            let page = try await gateway.catalog.read { reader in
                try await reader.ids(in: list.key, after: position, limit: Self.pageSize)
            }
            let end = page.count < Self.pageSize ? nil : page.last
            return (page.map(\.id), end.map { PageToken("\($0.position)") })
        case .named(let names):
            let ids = try await names.next(Self.pageSize)
            var seen: Set<NativeID> = []
            let new = ids.filter { seen.insert($0).inserted && !memory.isNamed($0, in: run.number) }
            return (new, ids.isEmpty ? nil : PageToken("\(run.pages + 1)"))
        }
    }

    private func take(_ ids: [NativeID], next: PageToken?) async throws {
        let answers = try await ask(Set(ids))
        let bare = try await idsWithoutFile(of: answers)
        let assets = ids.map { id in answers[id]?.asset(id) ?? NativeAsset(id: id) }
        let page = try await judged(try await items(of: assets), knowing: answers) { item in
            let id = item.native.id
            return settled(item, answers[id], isBare: bare.contains(id))
        }
        try await finish(page, next: next, pages: run.pages + 1)
    }

    /// What is made of an asset whatever a listing would mean by naming it; `nil` where that counts.
    private func settled(_ item: SyncItem, _ answer: NativeAnswer?, isBare: Bool) -> SyncVerdict? {
        if let known = item.known, !known.isLeaving {
            guard known.asset.trashed == nil else { return .skip(.trashed) }
            let asset = known.asset
            let isOwn = asset.library == library.id && asset.organization == library.organization
            guard isOwn else { return .skip(.otherLibrary) }
        }
        switch answer {
        case .gone, nil: return .failed("the store has no asset of this id")
        case .failed(let reason): return .failed(reason)
        case .there(let native):
            guard native.id == item.native.id else { return .failed("the store answers with another asset") }
            guard native.isDiscarded != true else { return .skip(.trashed) }
            return item.known == nil && isBare ? .skip(.noFile) : nil
        }
    }

    /// Forgets the identifiers of a list that is worked off, some at a time: others write meanwhile.
    private func forgetNames() async throws {
        guard case .listed(let list) = source else { return }
        while try await gateway.catalog.write({ try await $0.forgetIDs(of: list.key, limit: 5_000) }) > 0 {}
    }
}

// Assets that are announced, whose bytes have not come.
extension StoreSync {
    /// Those of the assets of unknown size that have no file: the backend opens nothing of them.
    private func idsWithoutFile(of answers: [NativeID: NativeAnswer]) async throws -> Set<NativeID> {
        let unknown = answers.filter { $0.value.isOfUnknownSize }.keys
        let (adapter, width) = (adapter, min(max(1, adapter.limits.concurrency), 8))
        return try await withThrowingTaskGroup(of: NativeID?.self) { group in
            var bare: Set<NativeID> = []
            for (index, id) in unknown.enumerated() {
                if index >= width, let id = try await group.next() ?? nil { bare.insert(id) }
                group.addTask { try await Self.isBare(id, in: adapter) ? id : nil }
            }
            for try await id in group { if let id { bare.insert(id) } }
            return bare
        }
    }

    private static func isBare(_ id: NativeID, in adapter: any Adapter) async throws(StorageError) -> Bool {
        do throws(StorageError) {
            _ = try await adapter.open(id, ByteRange(offset: 0, length: 0))
            return false
        } catch {
            guard error.kind != .cancelled else { throw error }
            return error.kind == .notFound
        }
    }
}

extension NativeAnswer {
    /// The asset that was asked for as `id`, where there is one.
    fileprivate func asset(_ id: NativeID) -> NativeAsset? {
        guard case .there(var native) = self else { return nil }
        // One that calls itself otherwise is found out later.
        if native.id != id { native = NativeAsset(id: id) }
        return native
    }

    /// Whether there is an asset of which the backend does not say how large it is.
    fileprivate var isOfUnknownSize: Bool {
        if case .there(let native) = self { native.size == nil } else { false }
    }
}
