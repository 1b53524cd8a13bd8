import Raster

extension Gateway {
    /// Where assets of a library belong in the store called `name`; `nil` where that knows no places.
    func place(
        of library: LibraryID, in organization: OrganizationID, at name: AdapterName
    ) async throws -> NativePlace? { nil }
}
