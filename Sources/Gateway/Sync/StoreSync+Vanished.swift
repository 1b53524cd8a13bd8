import Raster

extension StoreSync {
    /// Assets that are looked up together.
    private static let batchSize = 500

    /// Notes which known assets the backend does not have: not named by the walk, and not there when asked for.
    ///
    /// One that is there has been skipped: the listing is not complete, and nothing is noted. So all are looked for
    /// before the first is noted. They are kept meanwhile, some hundred bytes each.
    func findVanished() async throws {
        var gone: [UnnamedAsset] = []
        var last: NativeID?
        while true {
            try checkCancellation()
            let batch = try await unnamed(after: last)
            guard let end = batch.last?.id else { break }
            last = end
            gone += try await vanished(among: batch.filter { !$0.isMissing && !isNamed($0) })
        }
        try await note(gone)
    }

    private func unnamed(after id: NativeID?) async throws -> [UnnamedAsset] {
        // A plan has marked nothing: all are unnamed by what the catalog knows.
        let (run, number) = (run, isPlan ? Int64.max : run.number)
        return try await gateway.catalog.read { reader in
            try await reader.unnamedAssets(in: run, since: number, after: id, limit: Self.batchSize)
        }
    }

    private func isNamed(_ asset: UnnamedAsset) -> Bool {
        isPlan && memory.isNamed(asset.id, in: run.number)
    }

    private func vanished(among assets: [UnnamedAsset]) async throws -> [UnnamedAsset] {
        let answers = try await ask(Set(assets.map(\.id)))
        return try assets.filter { asset in
            switch answers[asset.id] {
            case .gone: return true
            case .there where showsAll: throw listing.fault(.omitted(asset.id))
            case .there, .failed, nil: return false
            }
        }
    }

    /// Whether the listing names everything that is there: a system's own trash may be kept out of it.
    private var showsAll: Bool { adapter.trash == nil }

    private func note(_ gone: [UnnamedAsset]) async throws {
        if isPlan {
            // An earlier walk has told the same ones, and nobody has marked them.
            run.counts.missing = 0
            report.missing = Sampled()
        }
        var rest = gone[...]
        while !rest.isEmpty {
            let batch = Array(rest.prefix(Self.batchSize))
            rest = rest.dropFirst(batch.count)
            if isPlan { run.counts.missing += batch.count } else { try await write(batch) }
            for asset in batch { report.missing.add(SyncReport.Note(asset.asset.rawValue, asset.id)) }
        }
    }

    private func write(_ batch: [UnnamedAsset]) async throws {
        let (run, name, now) = (run, adapter.name, gateway.clock.now())
        self.run = try await gateway.catalog.write { writer in
            var next = run
            next.counts.missing += try await writer.noteVanished(batch, in: name, at: now)
            try await writer.keep(next)
            return next
        }
    }
}
