import Bytes
import Foundation
import MicroHTTP

/// What can be seen of the system around the gateway, and of the server that may run.
extension Examination {
    private static let noServer = "no server is running"

    /// Whether a finding of ``owner()`` names a server; then what looks unfinished is under way.
    static func isServed(_ owner: Finding) -> Bool { owner.message != noServer }

    /// Whether a server owns the data now.
    func owner() -> Finding {
        guard machine.facts("\(folder)/owner.lock") != nil else {
            return .ok("owner", Self.noServer)
        }
        do {
            _ = try OwnerLock(at: "\(folder)/owner.lock", creates: false)
            return .ok("owner", Self.noServer)
        } catch let held as OwnerLock.Held {
            return owner(held)
        } catch {
            return .warning(
                "owner", "\(error)", remedy: "run this as the user that runs the server: sudo -u USER …")
        }
    }

    /// What it means that a process holds the data.
    func owner(_ held: OwnerLock.Held) -> Finding {
        guard let processID = held.processID else { return .ok("owner", "served by another process") }
        guard !machine.isRunning(processID) else { return .ok("owner", "served by process \(processID)") }
        return .warning(
            "owner", "served by process \(processID), which cannot be seen from here",
            remedy: "see whether it runs in a container, or holds on after its end: fuser -v "
                + "\(folder)/owner.lock".shellQuoted)
    }

    /// Whether the libraries can do what is asked of them.
    func libraries() -> Finding {
        let versions = (["SQLite \(machine.engine)"] + machine.libraries).joined(separator: ", ")
        guard machine.hasFullTextSearch else {
            return .problem(
                "libraries", "\(versions): this SQLite was built without FTS5, so that nothing can be found",
                remedy: "use the distribution's: sudo apt-get install --reinstall libsqlite3-0")
        }
        let numbers = machine.engine.split(separator: ".").compactMap { Int($0) }
        guard !numbers.lexicographicallyPrecedes([3, 38]) else {
            return .problem(
                "libraries", "SQLite \(machine.engine) is older than 3.38, which the catalog needs",
                remedy: "use a newer distribution, or: sudo apt-get install libsqlite3-0")
        }
        return .ok("libraries", versions)
    }

    /// Whether there may be as many connections as are configured.
    func descriptors() -> Finding {
        let wanted = configuration.limits.connections * 2 + configuration.reservedFiles
        let needed = configuration.reservedFiles + 64
        let remedy = "ulimit -n \(wanted), or LimitNOFILE=\(wanted) in the unit"
        guard machine.openFiles >= needed else {
            return .problem(
                "open files", "a process may open \(machine.openFiles), and a server needs \(needed)",
                remedy: remedy)
        }
        guard machine.openFiles >= wanted else {
            return .warning(
                "open files",
                "a process may open \(machine.openFiles), too few for \(configuration.limits.connections) connections",
                remedy: remedy)
        }
        return .ok("open files", "enough for \(configuration.limits.connections) connections")
    }

    /// Whether something keeps the clock right.
    func clockState() -> Finding {
        switch machine.clock {
        case .synchronised: .ok("time", "kept right by the system")
        case .unknown: .ok("time", "the system does not say whether it is kept right")
        case .free:
            .warning(
                "time", "nothing keeps the system's clock right: the trash and all times depend on it",
                remedy: "sudo timedatectl set-ntp true, or: sudo apt-get install chrony")
        }
    }
}
