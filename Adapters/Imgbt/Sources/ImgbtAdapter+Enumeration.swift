import HTTPCore
public import Raster
import StorageHTTP

extension ImgbtAdapter: Enumerating {
    /// Any part of a vault can be listed.
    public var enumeration: (any Enumerating)? { self }

    /// Assets in the order of imgbt, which it does not document; the bookmark is its cursor.
    ///
    /// A place is a partition, a collection or a channel: `marketing`, `marketing/blog`, `marketing/blog/heroes`.
    /// A page that makes no sense in itself is `.malformed`. Two records of one asset are both listed; what is no
    /// record is not, and whoever misses it finds out by asking for it.
    public func list(in place: NativePlace?, after token: PageToken?) async throws(StorageError) -> NativePage
    {
        try await run("list") { () async throws(StorageError) in
            guard let filter = ImgbtFilter(place) else {
                throw StorageError(.invalid, "a place is one to three components of a path", side: .client)
            }
            let page = try await api.page(filter, after: token?.rawValue)
            guard page.isConsistent else { throw .unreadable("a page that contradicts itself", .none) }
            let records = page.records.filter { filter.holds($0.path) }
            return NativePage(records.map(NativeAsset.init), next: page.next.map { PageToken($0) })
        }
    }

    /// The collection of the library: its partition is that of the organization.
    public func area(of library: LibraryID, in organization: OrganizationID) -> NativePlace? {
        do throws(StorageError) {
            let partition = try ImgbtMapping.component(organization.rawValue)
            return NativePlace("\(partition)/\(try ImgbtMapping.component(library.rawValue))")
        } catch { return nil }
    }
}
