import Gateway
import Raster

extension Examination {
    /// A finding or more for each adopted folder.
    func adoptions(_ gateway: Gateway) async throws -> [Finding] {
        let all = try await gateway.openAdoptions()
        var findings: [Finding] = []
        for adoption in all {
            let check = "adopted \(adoption.root)"
            findings.append(reach(adoption, gateway, check))
            if let failure = adoption.lastScan?.failure {
                findings.append(
                    .problem(
                        check, "the last scan failed: \(failure)", remedy: "mend that; the next scan goes on")
                )
            }
            findings += try await files(of: adoption, gateway, check)
            findings += overlaps(of: adoption, all, check)
        }
        return findings
    }

    /// Whether the folder is there, and the one that was adopted.
    private func reach(_ adoption: Adoption, _ gateway: Gateway, _ check: String) -> Finding {
        do {
            let root = try gateway.root(of: adoption)
            guard root.inode == adoption.rootIdentity?.inode ?? root.inode else {
                return .problem(
                    check, "another folder lies there than at the last scan",
                    remedy: "see that its disk is mounted; nothing counts as missing until then")
            }
        } catch {
            return .problem(
                check, error.message,
                remedy: "see that its disk is mounted and the server's user may read it")
        }
        guard let scan = adoption.lastScan else {
            return .warning(check, "not scanned to its end yet", remedy: "\"serve\" does that at its start")
        }
        return .ok(check, "\(scan.files) files")
    }

    private func files(
        of adoption: Adoption, _ gateway: Gateway, _ check: String
    ) async throws -> [Finding] {
        var findings: [Finding] = []
        if let unreadable = adoption.lastScan?.unreadable, unreadable > 0 {
            findings.append(
                .warning(
                    check, "\(unreadable) folders or files could not be read at the last scan",
                    remedy: "let the server's user read them; the log of the scan names them"))
        }
        let (count, missing) = try await gateway.catalog.read { reader in
            (
                try await reader.missingCount(in: adoption.adapter),
                try await reader.missingFiles(in: adoption.adapter, limit: 10)
            )
        }
        guard count > 0 else { return findings }
        let names = missing.map(\.id.rawValue).joined(separator: ", ")
        let more = count > missing.count ? " and \(count - missing.count) more" : ""
        return findings + [
            .warning(
                check, "\(count) files are missing: \(names)\(more)",
                remedy: "put them back, or delete their assets")
        ]
    }

    private func overlaps(of adoption: Adoption, _ all: [Adoption], _ check: String) -> [Finding] {
        let others = all.filter { other in
            other.key.rawValue > adoption.key.rawValue
                && ((other.root + "/").hasPrefix(adoption.root + "/")
                    || (adoption.root + "/").hasPrefix(other.root + "/"))
        }
        return others.map { other in
            .warning(
                check, "\(other.root) is adopted too, so that files are assets of two libraries",
                remedy: "nothing, if that is meant; each library has tags and a trash of its own")
        }
    }
}
