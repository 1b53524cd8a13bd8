import Gateway
import Raster

/// Compares what a store holds with what the catalog says it holds: both in the order of native ids, a page of
/// each in memory.
struct OrphanWalk {
    /// How many ids are looked at, on either side.
    static let limit = 1_000_000
    /// How many suspects are kept for the second look.
    private static let suspectLimit = 1000
    private static let pageSize = 1000

    private let store: any Adapter
    private let listing: any Enumerating
    private let catalog: any Catalog

    /// A walk through `store`; `nil` where it cannot list what it holds in the order of native ids.
    ///
    /// A store that shows what the catalog says is one that people use too: what they put there is no orphan, and
    /// comparisons take care of it.
    init?(_ store: any Adapter, _ catalog: any Catalog) {
        guard store.updating == nil, let listing = store.enumeration else { return nil }
        self.store = store
        self.listing = listing
        self.catalog = catalog
    }

    /// What the walk came to.
    func finding() async throws -> Finding {
        let suspects = try await suspects()
        var files: [NativeID] = []
        var rows: [NativeID] = []
        // A running server makes files before rows and removes rows after files: only what is still amiss
        // at a second look, with no intent about it, is wrong.
        for suspect in suspects {
            let hasFile = await hasFile(suspect)
            let hasRow = try await hasRow(suspect)
            guard hasFile != hasRow, try await !isUnderWay(suspect) else { continue }
            if hasFile { files.append(suspect) } else { rows.append(suspect) }
        }
        return Self.finding("files of \(store.name)", files: files, rows: rows)
    }

    private static func finding(_ check: String, files: [NativeID], rows: [NativeID]) -> Finding {
        guard let example = rows.first ?? files.first else {
            return .ok(check, "every file has its asset and every asset its file")
        }
        let counts = "\(files.count) files without an asset, \(rows.count) assets without a file"
        return .problem(
            check, "\(counts), such as \(example)",
            remedy: rows.isEmpty
                ? "move the files out of \"files\"; no asset refers to them"
                : "restore the files from a backup, or delete the assets")
    }

    /// Ids that are on one side only, at a first look.
    private func suspects() async throws -> [NativeID] {
        var files = Pages { try await fileIDs(after: $0) }
        var rows = Pages { try await rowIDs(after: $0) }
        var suspects: [NativeID] = []
        var looked = 0
        while looked < Self.limit, suspects.count < Self.suspectLimit {
            looked += 1
            switch (try await files.peek(), try await rows.peek()) {
            case (nil, nil): return suspects
            case (let file?, let row?) where file == row:
                files.advance()
                rows.advance()
            case (let file?, let row) where row.map({ file < $0 }) ?? true:
                suspects.append(file)
                files.advance()
            case (_, let row):
                if let row { suspects.append(row) }
                rows.advance()
            }
        }
        return suspects
    }

    private func fileIDs(after id: NativeID?) async throws -> [NativeID] {
        let token = id.map { PageToken($0.rawValue) }
        return try await listing.list(in: nil, after: token).assets.map(\.id)
    }

    private func rowIDs(after id: NativeID?) async throws -> [NativeID] {
        try await catalog.read { try await $0.homes(in: store.name, after: id, limit: Self.pageSize) }
    }

    private func hasFile(_ id: NativeID) async -> Bool {
        do throws(StorageError) {
            _ = try await store.stat(id)
            return true
        } catch { return error.kind != .notFound }
    }

    /// Whether a row is there: looked up among those that follow the id without its last character.
    private func hasRow(_ id: NativeID) async throws -> Bool {
        let before = NativeID(id.rawValue.dropLast())
        return try await catalog.read {
            try await $0.homes(in: store.name, after: before, limit: Self.pageSize).contains(id)
        }
    }

    private func isUnderWay(_ id: NativeID) async throws -> Bool {
        let intents = try await catalog.read { try await $0.openIntents(limit: 10_000) }
        return intents.contains { $0.native == id || id.rawValue.hasSuffix($0.key.asset.rawValue) }
    }
}

/// Ids of one side, a page at a time.
private struct Pages {
    private let fetch: (NativeID?) async throws -> [NativeID]
    private var page: ArraySlice<NativeID> = []
    private var last: NativeID?
    private var isDone = false

    init(_ fetch: @escaping (NativeID?) async throws -> [NativeID]) { self.fetch = fetch }

    mutating func peek() async throws -> NativeID? {
        if page.isEmpty, !isDone {
            page = try await fetch(last)[...]
            last = page.last
            isDone = page.isEmpty
        }
        return page.first
    }

    mutating func advance() { page = page.dropFirst() }
}
