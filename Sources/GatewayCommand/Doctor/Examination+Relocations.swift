import Gateway
import Raster

/// What is elsewhere than its library says, and what stores hold that nobody can get at; no store is asked.
extension Examination {
    /// How many failed assets of a library, and how many placeholders of a store, are named.
    private static let mostNamed = 20
    /// How many placeholders are looked at for their names.
    private static let sample = 1000

    /// A finding for each store that assets are on their way to, and for each asset that did not get there.
    func relocations(_ gateway: Gateway) async throws -> [Finding] {
        try await gateway.catalog.read { reader in
            let backlogs = try await reader.relocationBacklogs()
            var findings = backlogs.map { self.backlog($0) }
            findings += self.spares(try await reader.spareCounts())
            guard backlogs.contains(where: { $0.failed > 0 }) else { return findings }
            for organization in try await reader.organizations() {
                for library in try await reader.allLibraries(of: organization.id) {
                    let failed = try await reader.failedRelocations(
                        in: library.key, since: .epoch, limit: Self.mostNamed + 1)
                    findings += failures(failed, in: library)
                }
            }
            return findings
        }
    }

    /// What is read from copies beside homes.
    func spares(_ counts: [AdapterName: Int]) -> [Finding] {
        counts.sorted { $0.key < $1.key }.map { name, count in
            .ok(
                "copies beside \(name)",
                "\(count) assets are read from copies that the gateway has kept, since the store handed none out"
            )
        }
    }

    /// How much is on its way to a store, and since when.
    func backlog(_ backlog: RelocationBacklog) -> Finding {
        let check = "relocation to \(backlog.goal)"
        let message =
            "\(backlog.waiting) assets wait to get there, \(backlog.failed) have failed; the first since "
            + "\(backlog.oldest.minute) UTC"
        guard configuration.stores.contains(where: { $0.name == backlog.goal }) else {
            return .problem(
                check, "\(message); no such store is configured",
                remedy: "add it under \"adapters\", or name the server's file with --config")
        }
        let patience = max(Self.patience, configuration.staging.lifetime)
        guard backlog.waiting > 0, backlog.failed == 0, machine.now > backlog.oldest + patience else {
            return .ok(check, message)
        }
        return .warning(
            check, message,
            remedy: "see that \"serve\" runs and that the store can be reached; the rest goes by itself then")
    }

    /// The assets of a library that did not get to its store; they are served from where they are.
    func failures(_ failed: [Relocation], in library: Library) -> [Finding] {
        let check = "relocation of \(library.organization)/\(library.id)"
        let again = command("relocate \(library.organization)/\(library.id)")
        var findings = failed.prefix(Self.mostNamed).map { relocation in
            Finding.warning(
                check, "\(relocation.sentence) (on its way since \(relocation.since.minute) UTC)",
                remedy: "mend that, then try again: \(again)")
        }
        if failed.count > Self.mostNamed {
            findings.append(.warning(check, "more have failed", remedy: "try them again: \(again)"))
        }
        return findings
    }

    /// What calls without an answer have left in stores; nothing refers to it.
    func placeholders(_ gateway: Gateway) async throws -> [Finding] {
        try await gateway.catalog.read { reader in
            let known = Dictionary(grouping: try await reader.placeholders(limit: Self.sample), by: \.adapter)
            var findings: [Finding] = []
            for name in Set(configuration.stores.map(\.name)).union(known.keys).sorted() {
                let count = try await reader.placeholderCount(in: name)
                if count > 0 { findings.append(placeholders(known[name] ?? [], of: count, in: name)) }
            }
            return findings
        }
    }

    /// What a store holds of them, some of which are named.
    func placeholders(_ some: [Placeholder], of count: Int, in name: AdapterName) -> Finding {
        var named = some.prefix(Self.mostNamed).map { "\($0.label) (\($0.kind.rawValue) for \($0.of))" }
        if count > named.count { named.append("and \(count - named.count) more") }
        // A note and no warning: people may have deleted them there, of which the gateway hears nothing.
        return .ok(
            "placeholders in \(name)",
            "\(count) empty things that it has made without an answer; they do no harm, and nothing refers to them. "
                + "People may delete them there by external id; they stay in this list, since nobody tells the "
                + "gateway: " + named.joined(separator: ", "))
    }
}
