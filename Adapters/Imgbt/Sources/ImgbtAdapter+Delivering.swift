public import Raster

extension ImgbtAdapter: Delivering {
    /// Files are delivered to anyone who knows their path.
    public var delivery: (any Delivering)? { self }

    /// The address of the file, which is not looked at.
    public func address(of id: NativeID) async throws(StorageError) -> String? {
        try await run("address", id) { () async throws(StorageError) in
            let path = if let known = paths.entry(for: id) { known.path } else { try await record(id).path }
            return path.target.map { configuration.deliveryURL + $0 }
        }
    }
}
