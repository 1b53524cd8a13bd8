import Bytes
import Foundation
import Gateway
import Raster

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What can be seen without opening anything: folders, disks, clock and network.
extension Examination {
    /// Whether the data directory is there, and its owner's alone.
    func permissions() -> Finding {
        var facts = stat()
        guard stat(folder, &facts) == 0 else {
            return .problem(
                "data directory", "\(folder): \(String(cString: strerror(errno)))",
                remedy: "name the right folder with --data, or begin with \"raster-gateway serve\"")
        }
        guard facts.st_uid == geteuid() || geteuid() == 0 else {
            return .problem(
                "data directory", "\(folder) belongs to user \(facts.st_uid), not to this one",
                remedy: "run this as the user that runs the server")
        }
        guard facts.st_mode & 0o077 == 0 else {
            let mode = String(facts.st_mode & 0o777, radix: 8)
            return .problem(
                "data directory", "others can look into \(folder) (mode \(mode))",
                remedy: "chmod 700 \(folder.shellQuoted), or \"raster-gateway doctor --fix\"")
        }
        return .ok("data directory", folder)
    }

    /// Whether a server owns the data now.
    func owner() -> Finding {
        guard FileManager.default.fileExists(atPath: "\(folder)/owner.lock") else {
            return .ok("owner", "no server is running")
        }
        do {
            _ = try OwnerLock(at: "\(folder)/owner.lock", creates: false)
            return .ok("owner", "no server is running")
        } catch let held as OwnerLock.Held {
            return .ok("owner", "served by process \(held.processID.map(String.init) ?? "unknown")")
        } catch {
            return .warning("owner", "\(error)", remedy: "run this as the user that runs the server")
        }
    }

    /// Whether there is room for uploads.
    func space(_ store: Configuration.Store) -> Finding {
        let path = store.folder ?? folder
        guard let free = DiskSpace.availableBytes(at: path) else {
            return .problem(
                "space of \(store.name)", "\(path) cannot be asked for its free space",
                remedy: "see that the folder exists and its disk is mounted")
        }
        var uploads = GatewaySettings.Uploads(spoolFolder: path)
        uploads.minimumFreeBytes = configuration.minimumFreeBytes
        let floor = uploads.floor(of: path)
        guard free > floor else {
            return .problem(
                "space of \(store.name)", "\(free.mebibytes) free, under the floor of \(floor.mebibytes)",
                remedy: "make room on the disk, empty the trash, or lower uploads.minFreeBytes")
        }
        return .ok("space of \(store.name)", "\(free.mebibytes) free")
    }

    /// Whether files can be made in a store's folders.
    func writability(_ store: Configuration.Store) -> Finding {
        let path = store.folder ?? folder
        let folders: [String] = ["files", "spool"].map { name in "\(path)/\(name)" }
        let closed = folders.filter { (folder: String) in access(folder, R_OK | W_OK | X_OK) != 0 }
        guard let first = closed.first else { return .ok("store \(store.name)", path) }
        return .problem(
            "store \(store.name)", "\(first): \(String(cString: strerror(errno)))",
            remedy: "see that its disk is mounted and the server's user may write there; "
                + "\"serve\" makes folders that are missing")
    }

    /// Whether the catalog lies where locks and its write-ahead log work.
    func fileSystem() -> Finding {
        let mounts = MountTable.current
        guard let kind = mounts.networkKind(of: folder) else {
            return .ok("file system", mounts.kind(of: folder) ?? "unknown")
        }
        return .problem(
            "file system", "the catalog lies on a network file system (\(kind))",
            remedy: "keep the data directory on a local disk; a store's folder may lie elsewhere")
    }
}

extension Int {
    /// The number of bytes in MiB, for people.
    fileprivate var mebibytes: String { "\(self >> 20) MiB" }
}
