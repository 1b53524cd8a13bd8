import Foundation
import Raster
import RasterCatalog

/// What the catalog's files tell without being opened for use.
extension Examination {
    /// How large a catalog is read whole without being asked to.
    static let quickCheckLimit = 64 << 20
    /// How large the write-ahead log may grow before someone should look.
    static let logLimit = 256 << 20

    private static let suffixes = ["", "-wal", "-shm"]

    /// Whether the catalog's files are this user's, and nobody else's.
    func catalogFiles() -> Finding {
        for suffix in Self.suffixes {
            let path = catalog + suffix
            guard let facts = machine.facts(path) else { continue }
            let wanted = machine.facts(folder)?.owner ?? facts.owner
            guard facts.owner == wanted else {
                return .problem(
                    "catalog files", "\(path) belongs to user \(facts.owner), its folder to \(wanted)",
                    remedy: "sudo chown \(wanted) \(path.shellQuoted)")
            }
            guard facts.mode & 0o077 == 0 else {
                return .warning(
                    "catalog files", "\(path) is not its owner's alone (mode \(facts.octal))",
                    remedy: "chmod 600 \(path.shellQuoted)")
            }
            guard facts.mode & 0o600 == 0o600 else {
                return .problem(
                    "catalog files", "its owner may not write to \(path) (mode \(facts.octal))",
                    remedy: "chmod 600 \(path.shellQuoted)")
            }
        }
        return .ok("catalog files", "their owner's alone")
    }

    /// Whether the write-ahead log has been copied into the catalog.
    func writeAheadLog() -> Finding {
        let size = machine.facts(catalog + "-wal")?.size ?? 0
        guard size > Self.logLimit else { return .ok("write-ahead log", size.mebibytes) }
        return .warning(
            "write-ahead log", "\(size.mebibytes), which some reader keeps from shrinking",
            remedy: "see who holds it open (fuser -v \(catalog.shellQuoted)), or restart the server")
    }

    /// What the file says of itself, and whether it may be opened for use.
    func inspect() -> (findings: [Finding], opens: Bool) {
        do {
            let inspection = try CatalogInspection(path: catalog)
            var findings = [schema(inspection.schema), clock(newest: try inspection.newest())]
            findings.append(try integrity(inspection))
            let isOld = inspection.schema < CatalogInspection.newestSchema
            return (
                findings, !isOld && findings.allSatisfy { $0.check != "integrity" || $0.state != .problem }
            )
        } catch  where error.kind == .preconditionFailed {
            let remedy = "use the program that wrote it, or restore \(folder) from a backup"
            return ([.problem("schema", error.message, remedy: remedy)], false)
        } catch {
            return ([damaged(error)], false)
        }
    }

    /// Whether the catalog is of this version of the program.
    func schema(_ version: Int) -> Finding {
        let newest = CatalogInspection.newestSchema
        guard version < newest else { return .ok("schema", String(version)) }
        return .warning(
            "schema", "\(version), which this program brings to \(newest) when it first works on it",
            remedy: "make a backup of \(folder), then: \(command("serve"))")
    }

    private func integrity(_ inspection: CatalogInspection) throws(StorageError) -> Finding {
        let size = machine.facts(catalog)?.size ?? 0
        guard isDeep || size <= Self.quickCheckLimit else {
            return .ok("integrity", "not looked at, for \(size.mebibytes): \(command("doctor --deep"))")
        }
        return integrity(damage: try inspection.damage())
    }

    /// Whether SQLite found its pages and indexes whole.
    func integrity(damage: [String]) -> Finding {
        guard let first = damage.first else { return .ok("integrity", "the catalog is whole") }
        return .problem(
            "integrity", "the catalog is damaged: \(first)",
            remedy: "stop the server, keep a copy of \(folder), and restore it from a backup")
    }

    /// Whether the clock is plausible: not before anything that has been recorded.
    func clock(newest: Timestamp?) -> Finding {
        let now = machine.now
        guard now > Self.released, now + .seconds(60) > newest ?? now else {
            let reason = now > Self.released ? "before the newest upload" : "before this program was made"
            return .problem(
                "clock", "the system's clock says \(now.minute) UTC, which is \(reason)",
                remedy: "set it, best by NTP: sudo timedatectl set-ntp true")
        }
        return .ok("clock", "\(now.minute) UTC")
    }

    /// 2026-01-01: before the first release, so that an earlier clock is wrong.
    private static let released = Timestamp(milliseconds: 1_767_225_600_000)
}

extension FileFacts {
    /// The permission bits as `chmod` takes them.
    var octal: String { String(mode & 0o777, radix: 8) }
}

extension Int {
    /// The number of bytes in MiB, for people.
    var mebibytes: String { "\(self >> 20) MiB" }
}
