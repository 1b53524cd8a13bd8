public import Raster

/// A store from which the gateway only reads, whatever it is asked for: the source of a migration.
///
/// Abilities that do nothing but change are not there, since they would not work; of the others the changes are
/// refused with `.denied` before anything is asked of the store. Reading is untouched.
public struct ReadOnly: AdapterWrapper {
    /// What is wrapped.
    public let base: any Adapter

    /// `base`, without its changes.
    public init(_ base: any Adapter) { self.base = base }

    /// New assets are not taken in.
    public var takesUploads: Bool { false }
    /// Cannot: nothing is changed here.
    public var updating: (any Updating)? { nil }
    /// Cannot: nothing is stored here.
    public var fetching: (any Fetching)? { nil }
    /// Cannot: nothing is put aside here.
    public var trash: (any TrashBin)? { nil }
    /// Cannot: nothing is moved here.
    public var places: (any PlaceTree)? { nil }

    /// Makes the call, unless it is a change.
    public func run<Value: Sendable>(
        _ call: AdapterCall, _ body: @Sendable () async throws(StorageError) -> Value
    ) async throws(StorageError) -> Value {
        guard !call.isChange else {
            throw StorageError(.denied, "the store \(name) is only read from", side: .gateway)
                .during(call.rawValue, in: name)
        }
        return try await body()
    }
}
