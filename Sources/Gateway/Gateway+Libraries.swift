public import Raster

extension Gateway {
    /// A library and its tags, as answers show it.
    public struct LibraryView: Sendable {
        /// The library.
        public let library: Library
        /// Its tags, by count; at most 100.
        public let tags: [Tag]
    }

    /// How many tags a library shows of itself; `GET …/tags` has the rest.
    static let tagsShown = 100

    /// The libraries the caller reaches, each with its tags.
    public func libraries(
        of caller: Caller, page: PageRequest, _ reader: any CatalogReader
    ) async throws -> [LibraryView] {
        let libraries = try await reader.libraries(
            in: caller.organization.id, reachableBy: caller.key.grants, page: page)
        var views: [LibraryView] = []
        for library in libraries { views.append(try await view(library, reader)) }
        return views
    }

    /// `library` with its tags.
    public func view(_ library: Library, _ reader: any CatalogReader) async throws -> LibraryView {
        LibraryView(library: library, tags: try await reader.tags(in: library.key, limit: Self.tagsShown))
    }

    /// Makes a library and grants it to the key that asked, within the plan's cap.
    ///
    /// Throws `LIBRARY_LIMIT_EXCEEDED`, `EPHEMERAL_LIBRARY_LIMIT_EXCEEDED` or `LIBRARY_URL_TAKEN`.
    public func createLibrary(
        name: String, slug: LibraryID?, for caller: Caller, _ writer: any CatalogWriter
    ) async throws -> LibraryView {
        try await checkLibraryCap(caller.organization, writer)
        let library = try await insertLibrary(
            name: name, slug: slug, in: caller.organization.id, adapter: settings.defaultAdapter, writer)
        try await writer.grant(
            .write, on: library.id, to: caller.key.id, in: caller.organization.id)
        return LibraryView(library: library, tags: [])
    }

    /// Makes a library; without a slug, one is derived from the name, with a suffix where it is taken.
    public func insertLibrary(
        name: String, slug: LibraryID?, in organization: OrganizationID, adapter: AdapterName,
        _ writer: any CatalogWriter
    ) async throws -> Library {
        let id: LibraryID
        if let slug { id = slug } else { id = try await freeSlug(for: name, in: organization, writer) }
        guard try await writer.library(id, in: organization) == nil else {
            throw RasterError(.libraryURLTaken, "A library with the URL \"\(id)\" exists already.")
        }
        return try await writer.insert(
            NewLibrary(
                organization: organization, id: id, name: name, adapter: adapter, created: clock.now()))
    }

    private func freeSlug(
        for name: String, in organization: OrganizationID, _ reader: any CatalogReader
    ) async throws -> LibraryID {
        let base = Rules.derivedSlug(from: name)
        for suffix in 1...99 {
            let id = LibraryID(suffix == 1 ? base : "\(base)-\(suffix)")
            if try await reader.library(id, in: organization) == nil { return id }
        }
        return LibraryID(identifiers.identifier())
    }

    private func checkLibraryCap(_ organization: Organization, _ reader: any CatalogReader) async throws {
        let count = try await reader.libraryCount(of: organization.id)
        if organization.isUnclaimed {
            guard count < settings.hobby.unclaimedLibraries else {
                throw RasterError(
                    .ephemeralLibraryLimitExceeded,
                    "An unclaimed organization holds \(settings.hobby.unclaimedLibraries) library; claim it first."
                )
            }
        } else if organization.plan == .hobby {
            guard count < settings.hobby.libraries else {
                throw RasterError(
                    .libraryLimitExceeded, "The hobby plan holds \(settings.hobby.libraries) libraries.")
            }
        }
    }
}
