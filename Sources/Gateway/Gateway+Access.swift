public import Bytes
public import Raster

/// Who asks, once their key was found in the organization they named.
public struct Caller: Sendable {
    /// The organization.
    public let organization: Organization
    /// Their key.
    public let key: APIKey
}

/// A library within the caller's reach.
public struct LibraryScope: Sendable {
    /// Who asks.
    public let caller: Caller
    /// What they ask about.
    public let library: Library
}

extension CatalogWriter {
    /// The same writer, whose changes are made in the name of the caller's key.
    func acting(as scope: LibraryScope) -> any CatalogWriter { acting(as: scope.caller.key.label) }
}

extension Gateway {
    /// The organization and the key in it.
    ///
    /// Throws `ORGANIZATION_NOT_FOUND`, then `INVALID_API_KEY`.
    public func caller(
        _ secret: SHA256Digest, in id: OrganizationID, _ reader: any CatalogReader
    ) async throws -> Caller {
        guard let organization = try await reader.organization(id, at: clock.now()) else {
            throw RasterError(.organizationNotFound, "Organization not found.")
        }
        guard let key = try await reader.key(secretDigest: secret), key.organization == id else {
            throw RasterError(.invalidAPIKey, "Invalid API key.")
        }
        return Caller(organization: organization, key: key)
    }

    /// The key wherever it belongs, for `/me`.
    ///
    /// Throws `INVALID_API_KEY`.
    public func caller(_ secret: SHA256Digest, _ reader: any CatalogReader) async throws -> Caller {
        guard let key = try await reader.key(secretDigest: secret),
            let organization = try await reader.organization(key.organization, at: clock.now())
        else { throw RasterError(.invalidAPIKey, "Invalid API key.") }
        return Caller(organization: organization, key: key)
    }

    /// The library, if the caller reaches it at `access`.
    ///
    /// One answer for unknown, ungranted and read-only on a write: ``Gateway/unreachable``.
    public func scope(
        _ caller: Caller, _ id: LibraryID, _ access: Access, _ reader: any CatalogReader
    ) async throws -> LibraryScope {
        // The library is looked up first in every case, so that time does not tell the cases apart.
        let library = try await reader.library(id, in: caller.organization.id)
        guard let library, let granted = caller.key.grants.access(to: id), granted >= access else {
            throw Self.unreachable
        }
        return LibraryScope(caller: caller, library: library)
    }

    /// The one answer for every library out of reach.
    public static let unreachable = RasterError(
        .libraryNotAuthorized, "The API key is not authorized for this library.")

    /// Runs `change`, for which a library that went away since it was looked up is out of reach like any other.
    public static func reaching<Value>(
        _ change: () async throws(StorageError) -> Value
    ) async throws -> Value {
        do { return try await change() } catch {
            throw error.kind == .notFound ? unreachable as any Error : error
        }
    }

    /// The one answer for every asset that is not live in the library.
    static let assetNotFound = RasterError(.resourceNotFound, "Asset not found.")
}
