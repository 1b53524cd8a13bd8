import Foundation

/// Refuses to begin anew where files are left of a catalog that is gone: the new one would know none of them.
enum LostCatalog {
    /// Throws where `directory` has no catalog although a store of `configuration` holds files.
    static func check(_ configuration: Configuration, _ directory: DataDirectory) throws {
        guard !directory.hasCatalog else { return }
        for store in configuration.disks {
            let files = "\(store.folder ?? directory.path)/files"
            guard holdsFiles(files) else { continue }
            throw CommandFailure(
                "\(directory.catalog) is missing or empty, although \(files) holds files. Restore the catalog "
                    + "from a backup, or move \(files) away to begin anew; nothing was changed.")
        }
    }

    /// Whether there is a file in the shards of `folder`; empty shards stay behind where everything was deleted.
    private static func holdsFiles(_ folder: String) -> Bool {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.contains { name in
            let inside = try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(name)")
            return inside.map { !$0.isEmpty } ?? true
        }
    }
}
