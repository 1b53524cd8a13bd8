import Gateway
import Raster

/// What stores are still to be told, and what they do not have; no store is asked.
extension Examination {
    /// How long a change may wait before someone should look.
    static let patience = Duration.seconds(600)
    /// How many assets are looked at for why they fail, and how many are named.
    private static let sample = 1000, named = 5

    /// A finding or more for each store that shows what the catalog says.
    func mirrors(_ gateway: Gateway, _ stores: [any Adapter]) async throws -> [Finding] {
        let names = Gateway.mirrored(stores)
        return try await gateway.catalog.read { reader in
            let backlogs = try await reader.outboxBacklogs()
            let idle = names.subtracting(backlogs.map(\.adapter)).sorted()
            var findings = idle.map { Finding.ok("mirror \($0)", "told of every change") }
            for backlog in backlogs {
                findings.append(self.backlog(backlog, isKnown: names.contains(backlog.adapter)))
                let failing = try await reader.failingOutboxEntries(
                    in: backlog.adapter, limit: Self.sample)
                findings += failures(failing, of: backlog)
            }
            findings += missing(try await reader.missingAssets(limit: Self.sample))
            return findings + unknowns(try await reader.openIntents(limit: Self.sample))
        }
    }

    /// How much waits, and since when.
    func backlog(_ backlog: OutboxBacklog, isKnown: Bool) -> Finding {
        let check = "mirror \(backlog.adapter)"
        var message = "\(backlog.count) assets wait to be shown as they are, since "
        message += "\(backlog.oldest.minute) UTC"
        if backlog.unknown > 0 { message += "; \(backlog.unknown) were sent and not answered yet" }
        if configuration.stores.contains(where: { $0.name == backlog.adapter && $0.isReadOnly }) {
            return .ok(check, "\(backlog.count) assets were changed here; it is only read from, and not told")
        }
        guard isKnown else {
            return .problem(
                check, "\(message); no such store is configured",
                remedy: "add it under \"adapters\", or name the server's file with --config")
        }
        guard machine.now > backlog.oldest + Self.patience else { return .ok(check, message) }
        return .warning(
            check, message,
            remedy: "see that \"serve\" runs and that the store can be reached; it is told by itself then")
    }

    /// Why assets fail, by the kind of failure.
    func failures(_ entries: [OutboxEntry], of backlog: OutboxBacklog) -> [Finding] {
        let kinds = Dictionary(grouping: entries) { $0.failure?.kind ?? "unknown" }
        return kinds.sorted { $0.key < $1.key }.map { kind, entries in
            let names = entries.map(\.asset).sorted().prefix(Self.named).map(\.rawValue)
            let more = backlog.failing > Self.sample ? " at least" : ""
            return .warning(
                "mirror \(backlog.adapter)",
                "\(entries.count)\(more) failed, \(kind): \(entries[0].failure?.message ?? "") "
                    + "(\(names.joined(separator: ", "))\(entries.count > names.count ? ", …" : ""))",
                remedy: Self.remedy(for: StorageError.Kind(rawValue: kind)))
        }
    }

    private static func remedy(for kind: StorageError.Kind?) -> String {
        switch kind {
        case .unauthenticated, .denied:
            "see that the store's secret in the configuration is valid and may change assets"
        case .unavailable, .timedOut, .rateLimited, .cancelled:
            "nothing, unless it lasts: they are tried again by themselves, within the hour"
        case .insufficientStorage: "make room in the store; they are tried again by themselves"
        case .invalid, .tooLarge, .unsupported, .preconditionFailed, .alreadyExists:
            "do what it says, or change the asset's description or tags to what the store takes"
        case .notFound: "see in the store whether the assets are there"
        case .malformed, .internal, nil: "look into the log for the whole failure, and report it"
        }
    }

    /// What stores do not have.
    func missing(_ assets: [MissingAsset]) -> [Finding] {
        Dictionary(grouping: assets, by: \.home.adapter).sorted { $0.key < $1.key }.map { name, assets in
            let names = assets.map(\.id).sorted().prefix(Self.named).map(\.rawValue)
            let count = assets.count == Self.sample ? "\(assets.count) or more" : "\(assets.count)"
            return .warning(
                "missing in \(name)",
                "\(count) assets are not in their store: \(names.joined(separator: ", "))"
                    + (assets.count > names.count ? ", …" : ""),
                remedy: "put them back there, or delete the assets: that deletes nothing else")
        }
    }

    /// Uploads and deletions that were sent and of which nobody knows what came.
    func unknowns(_ intents: [Intent]) -> [Finding] {
        let unknown = Dictionary(grouping: intents.filter { $0.state == .unknown }, by: \.adapter)
        return unknown.sorted { $0.key < $1.key }.map { name, intents in
            let oldest = intents.map(\.created).min() ?? machine.now
            let message = "\(intents.count) were not answered, the oldest at \(oldest.minute) UTC"
            guard machine.now > oldest + Self.patience else { return .ok("uploads to \(name)", message) }
            return .warning(
                "uploads to \(name)", message,
                remedy: "see that the store can be reached: \"serve\" looks for them and takes them back")
        }
    }
}
