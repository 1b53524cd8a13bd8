import Bytes
import Raster
import RasterCatalog
import TestSupport
import Testing

/// A catalog whose disk shows what the catalog says, with the asset `a` as the disk got it.
struct MirrorFixture {
    let base: CatalogFixture
    var catalog: SQLiteCatalog { base.catalog }

    init(mirrored: Set<AdapterName> = ["disk"]) async throws {
        var options = SQLiteCatalog.Options()
        options.mirrored = mirrored
        base = try await CatalogFixture(options: options)
        try await publish("a")
    }

    func publish(_ id: AssetID) async throws {
        let new = NewAsset(.sample(id), in: base.photos, shown: .sample(7))
        try await catalog.write { _ = try await $0.publish([new]) }
    }

    /// Another process that opens the same file after this one has gone.
    func reopened() async throws -> SQLiteCatalog {
        await catalog.close()
        return try await SQLiteCatalog(path: base.folder.file)
    }

    /// Changes `a`, which becomes due at ``Timestamp/sample(_:)``.
    func change(_ tag: String = "sun", at moment: Int64 = 10, _ id: AssetID = "a") async throws {
        _ = try await base.tag([id], [tag], at: .sample(moment))
    }

    func begin(at moment: Int64 = 20, settled: Int64 = 100, _ owner: String = "run-1") async throws
        -> OutboxEntry?
    {
        try await catalog.write {
            try await $0.beginMirroring(
                ["a"], owner: owner, at: .sample(moment), settled: .sample(settled)
            ).first
        }
    }

    func finish(_ version: Int, at moment: Int64 = 30) async throws {
        try await catalog.write {
            try await $0.finishMirroring("a", version: version, showing: .sample(8), at: .sample(moment))
        }
    }

    func postpone(_ version: Int = 1, until next: Int64 = 500, at moment: Int64 = 30) async throws {
        try await catalog.write {
            try await $0.postponeMirroring(
                "a", version: version, until: .sample(next), Self.failure, at: .sample(moment))
        }
    }

    func leaveUnknown(until next: Int64 = 500) async throws {
        try await catalog.write { try await $0.leaveUnknown("a", until: .sample(next), Self.failure) }
    }

    func inherit(_ owner: String, at moment: Int64, settled: Int64, horizon: Int64 = 100_000) async throws
        -> Int
    {
        try await catalog.write {
            try await $0.inheritMirroring(
                in: "disk", by: owner, at: .sample(moment), settled: .sample(settled),
                horizon: .sample(horizon))
        }
    }

    static let failure = BackendFailure(kind: "unavailable", message: "no answer")

    func mirror(_ id: AssetID = "a") async throws -> Mirror? {
        try await catalog.read { try await $0.mirror(of: id) }
    }

    func due(at moment: Int64 = 10_000, limit: Int = 9) async throws -> [OutboxEntry] {
        try await catalog.due(at: moment, limit: limit)
    }

    func backlog() async throws -> OutboxBacklog? {
        try await catalog.read { try await $0.outboxBacklogs().first }
    }
}

extension SQLiteCatalog {
    /// What is due for the disk.
    func due(at moment: Int64 = 10_000, limit: Int = 9) async throws -> [OutboxEntry] {
        try await read { try await $0.outboxDue(in: "disk", at: .sample(moment), limit: limit) }
    }
}
