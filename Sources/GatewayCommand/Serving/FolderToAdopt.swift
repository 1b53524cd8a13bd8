import Gateway
import Raster

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A folder that someone wants to put behind a library, seen to be one.
struct FolderToAdopt: Sendable {
    /// The folder, as an absolute path without links.
    let path: String
    private let holdsData: Bool

    /// The folder `text`.
    ///
    /// Throws where it cannot be read, and where it lies among the gateway's own files, which are assets already.
    init(_ text: String, _ configuration: Configuration) throws {
        guard let path = Self.resolved(text) else { throw Self.refusal(text, errno) }
        guard path != "/" else {
            throw CommandFailure("/ holds the whole machine; name the folder that your files are in")
        }
        // Opened as well as looked at: a folder that may not be read has no files for anyone.
        guard let folder = opendir(path) else { throw Self.refusal(text, errno) }
        closedir(folder)
        let own = ([configuration.dataDirectory] + configuration.stores.compactMap(\.folder))
            .compactMap(Self.resolved)
        if let own = own.first(where: { path == $0 || path.hasPrefix($0 + "/") }) {
            throw CommandFailure(
                "\(path) cannot be adopted: it belongs to the gateway's own data in \(own); name a folder "
                    + "outside, or another --data")
        }
        self.path = path
        holdsData = own.contains { $0.hasPrefix(path + "/") }
    }

    /// Puts the folder behind `local/library`, unless it is there already.
    func adoptOnStart(_ gateway: Gateway, _ context: CommandContext) async throws {
        if holdsData {
            context.console.note("The data directory lies inside \(path); it is left out.")
        }
        try await gateway.catalog.write { [path] writer in
            let organization = FirstStart.organization
            guard let library = try await writer.library(FirstStart.library, in: organization) else {
                throw CommandFailure(
                    "--adopt fills \(organization)/\(FirstStart.library), which is not there; use "
                        + "\"library create ORG NAME --adopt \(path)\" instead")
            }
            let known = try await writer.adoptions()
            // By bytes: differently composed spellings of one name are two folders.
            let isKnown = known.contains { adoption in
                adoption.library == library.key && adoption.root.utf8.elementsEqual(path.utf8)
            }
            guard !isKnown else { return }
            _ = try await gateway.adopt(path, into: library.key, writer)
        }
    }

    private static func resolved(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(validatingCString: resolved)
    }

    private static func refusal(_ path: String, _ code: Int32) -> CommandFailure {
        CommandFailure(
            "\(path) cannot be adopted: \(String(cString: strerror(code))); name a folder that this user may read"
        )
    }
}
