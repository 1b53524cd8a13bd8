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
}
