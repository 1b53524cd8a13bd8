public import Raster

/// Part of an asset's history.
public struct HistoryPage: Sendable {
    /// Events, oldest first.
    public var events: [HistoryEvent]
    /// Where the next page begins; `nil` on the last one.
    public var next: String?
}

extension Gateway {
    /// The most events of one page.
    static let historyPageSize = 100

    /// What happened to a live asset: the events of its backend and those of the gateway, in the order of time.
    ///
    /// A page may be short, though it is not the last. Throws `BAD_USER_INPUT` for what is no cursor, then
    /// `RESOURCE_NOT_FOUND`, `BAD_USER_INPUT` for a cursor of another history, and `FORBIDDEN` where the backend's
    /// account may not read it.
    public func history(
        of id: AssetID, in scope: LibraryScope, after cursor: String?
    ) async throws -> HistoryPage {
        let bookmark = try cursor.map(Self.bookmark)
        let asset = try await catalog.read { try await self.asset(id, in: scope, $0) }
        let log = try adapter(asset.home.adapter).history
        let start = try bookmark?.cursor(of: asset) ?? HistoryCursor(readsNative: log != nil)
        // One that is made up would bring empty pages for ever.
        guard log != nil || start.native == .ended else { throw Self.badCursor }
        let own = try await catalog.read { reader in
            try await reader.events(of: id, after: start.own, limit: Self.historyPageSize + 1)
        }
        var merge = HistoryMerge(own: own, from: start, limit: Self.historyPageSize)
        if let log { try await read(log, of: asset.home.id, into: &merge) }
        merge.finish()
        return HistoryPage(
            events: merge.events, next: try merge.isComplete ? nil : merge.cursor.text(of: asset))
    }

    /// How many of the backend's pages are asked for at once, some of which may have no events.
    private static let nativePages = 5

    private func read(
        _ log: any HistoryLog, of id: NativeID, into merge: inout HistoryMerge
    ) async throws {
        for _ in 0..<Self.nativePages {
            guard case .page(let token, _) = merge.cursor.native, !merge.isFull else { return }
            do {
                let page = try await asking(to: "read the history of this asset") {
                    try await log.events(of: id, after: token)
                }
                merge.add(page.events, next: page.next)
            } catch let error as StorageError where error.kind == .notFound {
                // What the backend does not have has no events there.
                merge.add([], next: nil)
            } catch let error as StorageError where error.kind == .invalid && token != nil {
                throw StoreRefusal(shown: Self.badCursor, cause: error)
            }
        }
    }

    private static func bookmark(_ text: String) throws(RasterError) -> HistoryBookmark {
        guard let bookmark = HistoryBookmark(text) else { throw badCursor }
        return bookmark
    }

    static let badCursor = RasterError(
        .badUserInput, "cursor must be the nextCursor of a page of this asset's history.")
}
