import Gateway
import Raster

extension Examination {
    /// A finding or more for each library that was ever compared with its backend.
    func comparisons(_ gateway: Gateway) async throws -> [Finding] {
        var findings: [Finding] = []
        for (library, run) in try await gateway.catalog.read({ try await $0.syncRuns() }) {
            let check = "sync \(library.organization)/\(library.id)"
            findings.append(outcome(of: run, library, check))
            if run.counts.failed > 0, run.failure == nil {
                findings.append(
                    .warning(
                        check, "\(run.counts.failed) files in \(run.adapter) could not be compared",
                        remedy: "see which, and why: \(command("sync \(library.organization)/\(library.id)"))"
                    ))
            }
            findings += try await missing(library, gateway, check)
        }
        return findings
    }

    /// How the last comparison of a library went.
    func outcome(of run: SyncRun, _ library: Library, _ check: String) -> Finding {
        let again = command("sync \(library.organization)/\(library.id)")
        if let failure = run.failure {
            return .problem(
                check, "the last comparison with \(run.adapter) failed: \(failure)",
                remedy: run.finished == nil
                    ? "mend that; this goes on where it was: \(again)"
                    : "see whether \(run.adapter) is well, then compare anew: \(again)")
        }
        guard let finished = run.finished else {
            return .warning(
                check, "a comparison with \(run.adapter) is under way, or was interrupted",
                remedy: "nothing while a server works on it; else this goes on where it was: \(again)")
        }
        return .ok(check, "\(run.counts.discovered) files in \(run.adapter), \(finished.minute) UTC")
    }

    private func missing(
        _ library: Library, _ gateway: Gateway, _ check: String
    ) async throws -> [Finding] {
        let (count, examples) = try await gateway.catalog.read { reader in
            try await reader.missingAssets(of: library.key, limit: 10)
        }
        guard count > 0 else { return [] }
        let names = examples.map(\.asset.rawValue).joined(separator: ", ")
        let more = count > examples.count ? " and \(count - examples.count) more" : ""
        return [
            .warning(
                check, "\(count) assets are missing in \(library.adapter): \(names)\(more)",
                remedy: "put their files back, or delete the assets")
        ]
    }
}
