public import Raster

/// A store's refusal of something that only its own account may do, with what clients are told of it.
///
/// The store's own words are for the log.
public struct StoreRefusal: Error, CustomStringConvertible {
    /// What clients are told.
    public let shown: RasterError
    /// What the store said.
    public let cause: StorageError

    /// The store's words.
    public var description: String { cause.description }
}

extension Gateway {
    /// Throws `FORBIDDEN` where the store called `name` is only read from: that is the gateway's own decision.
    func checkChangeable(_ name: AdapterName) throws(RasterError) {
        guard isReadOnly(name) else { return }
        throw RasterError(.forbidden, "The asset's store is configured to be only read from.")
    }
}

/// Runs `body`, which asks a store to do `deed`: that it is denied is the store's decision, not the gateway's fault.
///
/// Everything else passes through as it is.
func asking<Value>(to deed: String, _ body: () async throws -> Value) async throws -> Value {
    do { return try await body() } catch let error as StorageError where error.kind == .denied {
        throw StoreRefusal(
            shown: RasterError(.forbidden, "The store's account may not \(deed)."), cause: error)
    }
}
