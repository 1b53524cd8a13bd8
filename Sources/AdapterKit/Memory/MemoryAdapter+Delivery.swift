import HTTPCore
public import Raster

extension MemoryAdapter: Delivering {
    /// Present only where it was asked for: nobody answers at its addresses.
    public var delivery: (any Delivering)? { abilities.contains(.delivery) ? self : nil }

    /// An address as a system on the web would give it out.
    public func address(of id: NativeID) async throws(StorageError) -> String? {
        let asset = try change { (state) throws(StorageError) in try state.asset(id) }
        let filename = PercentEncoding.encodePathSegment(asset.key.filename)
        return "https://\(name).invalid/\(PercentEncoding.encodePathSegment(id.rawValue))/\(filename)"
    }
}
