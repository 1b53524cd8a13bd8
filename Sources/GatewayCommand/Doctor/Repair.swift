import Foundation
import Gateway
import RasterCatalog

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What `doctor --fix` repairs: only what cannot lose anything.
struct Repair {
    /// What is repaired.
    let configuration: Configuration

    private var folder: String { configuration.dataDirectory }

    /// Repairs, and says in sentences what was done and what was left.
    ///
    /// A folder without a catalog is left alone: it may be the wrong one, or wait for a backup.
    func run() async -> [String] {
        guard FileManager.default.fileExists(atPath: folder) else {
            return ["nothing: there is no \(folder)"]
        }
        var done = makePrivate()
        do {
            let directory = try DataDirectory(at: folder)
            guard directory.hasCatalog else { return done + ["nothing else: there is no catalog"] }
            done += makeCatalogPrivate(directory)
            done += try await folders(directory)
            done += try await underLock(directory)
        } catch { done.append("stopped: \(error)") }
        return done + ["files without an asset are never deleted"]
    }

    private func makePrivate() -> [String] {
        var facts = stat()
        guard stat(folder, &facts) == 0, facts.st_mode & 0o077 != 0 else { return [] }
        guard chmod(folder, 0o700) == 0 else {
            return ["cannot make \(folder) private: \(String(cString: strerror(errno)))"]
        }
        return ["made \(folder) its owner's alone"]
    }

    /// The catalog's files are for whoever owns them, as those that a server makes.
    private func makeCatalogPrivate(_ directory: DataDirectory) -> [String] {
        ["", "-wal", "-shm"].compactMap { suffix in
            let path = directory.catalog + suffix
            guard let facts = FileFacts(path), facts.mode & 0o777 != 0o600 else { return nil }
            guard chmod(path, 0o600) == 0 else {
                return "cannot make \(path) private: \(String(cString: strerror(errno)))"
            }
            return "made \(path) its owner's alone"
        }
    }

    /// Makes missing folders of the stores.
    private func folders(_ directory: DataDirectory) async throws -> [String] {
        let wanted = configuration.allDisks.flatMap { store in
            ["files", "spool"].map { "\(store.folder ?? directory.path)/\($0)" }
        }
        let missing = wanted.filter { !FileManager.default.fileExists(atPath: $0) }
        for path in missing { _ = try DataDirectory(at: path) }
        return missing.map { "made \($0)" }
    }

    /// What only the owner of the data may do.
    private func underLock(_ directory: DataDirectory) async throws -> [String] {
        let lock: OwnerLock
        do { lock = try OwnerLock(directory) } catch let held as OwnerLock.Held {
            let server = held.processID.map { "process \($0)" } ?? "another process"
            return ["left the rest to \(server), which serves this data and keeps it in order"]
        }
        defer { withExtendedLifetime(lock) {} }
        let composition = try await Composition(configuration, publicURL: configuration.publicURL ?? "")
        do {
            let done = try await putInOrder(composition)
            await composition.catalog.close()
            return done
        } catch {
            await composition.catalog.close()
            throw error
        }
    }

    private func putInOrder(_ composition: Composition) async throws -> [String] {
        let swept = try await composition.sweep()
        await composition.catalog.checkpoint()
        let round = try await Housekeeper(composition.gateway).round()
        var done = ["removed \(swept) half-written files"]
        done.append(
            "put \(round.recovery.resolved) interrupted uploads or deletions in order, "
                + "\(round.recovery.open) left open")
        done.append("removed \(round.expired) expired organizations, purged \(round.purged) assets")
        return done
    }
}
