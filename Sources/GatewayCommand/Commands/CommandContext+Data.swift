import Foundation
import Gateway
import Raster
import RasterCatalog

extension CommandContext {
    /// Opens the catalog alone, or with the stores if `opensStores`, runs `body`, and closes it.
    ///
    /// A folder that holds no catalog is refused unless `creates`: it is more likely a slip than a wish.
    func withCatalog<Value: Sendable>(
        creates: Bool = false, opensStores: Bool = false, _ body: (Gateway) async throws -> Value
    ) async throws -> Value {
        if !creates { try checkData() }
        let composition = try await Composition(
            configuration, publicURL: configuration.publicURL ?? "", opensStores: opensStores,
            longWork: longWork)
        do {
            let value = try await body(composition.gateway)
            await composition.catalog.close()
            return value
        } catch {
            await composition.catalog.close()
            throw error
        }
    }

    /// Throws unless the data directory holds a catalog.
    func checkData() throws {
        let folder = configuration.dataDirectory
        guard !FileManager.default.fileExists(atPath: "\(folder)/catalog.sqlite") else { return }
        throw CommandFailure(
            "there is no gateway's data in \(folder); name the folder with --data, or begin with "
                + "\"raster-gateway serve\"")
    }

    /// Deletes the bytes of assets whose library is gone: here, unless a server owns the data and does it.
    func purgeRemoved() async throws {
        let lock: OwnerLock
        do {
            lock = try OwnerLock(try DataDirectory(at: configuration.dataDirectory))
        } catch let held as OwnerLock.Held {
            let server = held.processID.map { " (process \($0))" } ?? ""
            return console.note("The running server\(server) deletes the files within 30 seconds.")
        }
        let composition = try await Composition(configuration, publicURL: configuration.publicURL ?? "")
        var purged = 0
        while case let count = try await composition.gateway.purgeDue(), count > 0 {
            purged += count
            console.note("\(purged) files deleted")
        }
        await composition.catalog.close()
        withExtendedLifetime(lock) {}
    }
}

extension CatalogReader {
    /// The organization `id`, or a failure that names those there are.
    func requireOrganization(_ id: OrganizationID, at now: Timestamp) async throws -> Organization {
        if let organization = try await organization(id, at: now) { return organization }
        let known = try await organizations().prefix(20).map(\.id.rawValue)
        throw CommandFailure(
            known.isEmpty
                ? "there is no organization \"\(id)\", nor any other; make one with \"org create\""
                : "there is no organization \"\(id)\"; known: \(known.joined(separator: ", "))")
    }

    /// The library `id` of an organization, or a failure that names those there are.
    func requireLibrary(_ id: LibraryID, in organization: OrganizationID) async throws -> Library {
        if let library = try await library(id, in: organization) { return library }
        let known = try await allLibraries(of: organization).prefix(20).map(\.id.rawValue)
        throw CommandFailure(
            known.isEmpty
                ? "there is no library \"\(id)\" in \(organization), nor any other"
                : "there is no library \"\(id)\" in \(organization); known: \(known.joined(separator: ", "))"
        )
    }

    /// Every library of an organization, by name.
    func allLibraries(of organization: OrganizationID) async throws -> [Library] {
        try await libraries(in: organization, reachableBy: Grants(all: .read), page: nil)
    }
}
