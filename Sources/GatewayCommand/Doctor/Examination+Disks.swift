import Foundation
import Gateway
import Raster

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What can be seen of folders and disks without opening anything.
extension Examination {
    /// Whether the data directory is there, and its owner's alone.
    func permissions() -> Finding {
        guard let facts = machine.facts(folder) else {
            return .problem(
                "data directory", "there is no \(folder)",
                remedy: "name the right folder with --data, or begin with: \(command("serve"))")
        }
        guard facts.isFolder else {
            return .problem(
                "data directory", "\(folder) is no folder",
                remedy: "name the folder that it lies in with --data")
        }
        guard facts.owner == machine.user || machine.user == 0 else {
            return .problem(
                "data directory", "\(folder) belongs to user \(facts.owner), not to this one",
                remedy: "sudo -u '#\(facts.owner)' \(command("doctor"))")
        }
        guard facts.mode & 0o077 == 0 else {
            return .problem(
                "data directory", "others can look into \(folder) (mode \(facts.octal))",
                remedy: "chmod 700 \(folder.shellQuoted), or: \(command("doctor --fix"))")
        }
        return .ok("data directory", folder)
    }

    /// Whether the catalog lies where locks and its write-ahead log work.
    func fileSystem() -> Finding {
        guard let kind = machine.mounts.networkKind(of: folder) else {
            return .ok("file system", machine.mounts.kind(of: folder) ?? "unknown")
        }
        return .problem(
            "file system", "the catalog lies on a network file system (\(kind))",
            remedy: "keep the data directory on a local disk; a store's folder may lie elsewhere")
    }

    /// Whether a store's files come over a network.
    func fileSystem(of store: Configuration.Store) -> Finding {
        let check = "file system of \(store.name)"
        let path = store.folder ?? folder
        guard let kind = machine.mounts.networkKind(of: path) else {
            return .ok(check, machine.mounts.kind(of: path) ?? "unknown")
        }
        return .warning(
            check, "\(path) lies on a network file system (\(kind)): what it acknowledges may not be durable",
            remedy: "see that it is mounted \"hard\" and exported \"sync\", or move the store to a local disk"
        )
    }

    /// Whether there is room for the catalog to grow.
    func catalogSpace() -> Finding {
        guard let room = machine.room(folder) else { return unknownSpace("space of the catalog", folder) }
        guard room.free > 64 << 20 else {
            return .problem(
                "space of the catalog", "\(room.free.mebibytes) free; without any, nothing is taken",
                remedy: "make room: du -xh \(folder.shellQuoted) | sort -h | tail")
        }
        return files("space of the catalog", room, "\(room.free.mebibytes) free", folder)
    }

    /// Whether there is room for uploads.
    func space(_ store: Configuration.Store) -> Finding {
        let check = "space of \(store.name)"
        let path = store.folder ?? folder
        guard let room = machine.room(path) else { return unknownSpace(check, path) }
        var uploads = GatewaySettings.Uploads(spoolFolder: path)
        uploads.minimumFreeBytes = configuration.minimumFreeBytes
        let floor = uploads.floor(ofBytes: room.total)
        guard room.free > floor else {
            return .problem(
                check, "\(room.free.mebibytes) free, under the floor of \(floor.mebibytes)",
                remedy: "make room on the disk, empty the trash, or lower uploads.minFreeBytes")
        }
        return files(check, room, "\(room.free.mebibytes) free", path)
    }

    private func unknownSpace(_ check: String, _ path: String) -> Finding {
        .problem(
            check, "\(path) cannot be asked for its free space",
            remedy: "see that it exists and its disk is mounted: df -h \(path.shellQuoted)")
    }

    /// A disk with room is full all the same when no more files can be made.
    private func files(_ check: String, _ room: Machine.Room, _ fine: String, _ path: String) -> Finding {
        guard let files = room.files, files.available < max(files.total / 100, 1000) else {
            return .ok(check, fine)
        }
        let message = "\(fine), but room for \(files.available) more files only"
        let remedy = "remove small files that are not needed: df -i \(path.shellQuoted)"
        return files.available < 100
            ? .problem(check, message, remedy: remedy) : .warning(check, message, remedy: remedy)
    }

    /// Whether files can be made in a store's folders.
    func writability(_ store: Configuration.Store) -> Finding {
        let path = store.folder ?? folder
        let folders: [String] = ["files", "spool"].map { name in "\(path)/\(name)" }
        for folder in folders where access(folder, R_OK | W_OK | X_OK) != 0 {
            return .problem(
                "store \(store.name)", "\(folder): \(String(cString: strerror(errno)))",
                remedy:
                    "see that its disk is mounted and the server's user may write there; folders that are "
                    + "missing are made by: \(command("doctor --fix"))")
        }
        let owner = machine.facts(self.folder)?.owner
        for folder in folders {
            guard let facts = machine.facts(folder) else { continue }
            guard facts.owner == owner || owner == nil else {
                return .problem(
                    "store \(store.name)",
                    "\(folder) belongs to user \(facts.owner), the catalog to \(owner ?? 0)",
                    remedy: "sudo chown -R \(owner ?? 0) \(folder.shellQuoted)")
            }
            guard facts.mode & 0o002 == 0 else {
                return .warning(
                    "store \(store.name)", "every user of this machine may change \(folder)",
                    remedy: "chmod 700 \(folder.shellQuoted)")
            }
        }
        return .ok("store \(store.name)", path)
    }

    /// Whether there are files that were never finished; while a server runs they are under way.
    func leftovers(_ store: Configuration.Store, isServed: Bool) -> Finding {
        let check = "spool of \(store.name)"
        let count = machine.names("\(store.folder ?? folder)/spool").count
        guard count > 0, !isServed else { return .ok(check, count == 0 ? "empty" : "in use by the server") }
        return .warning(
            check, "\(count.counted("file")) of uploads that were cut off",
            remedy: "the next \"serve\" removes them, as does: \(command("doctor --fix"))")
    }
}
