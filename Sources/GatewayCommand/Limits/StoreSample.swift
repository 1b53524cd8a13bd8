import Raster

/// A type of store as it is without any settings, to be described; nothing is behind it.
struct StoreSample: Sendable {
    /// The folder of its adapter, below `Adapters`.
    var folder: String
    /// The store with the defaults.
    var adapter: any Adapter
    /// What the configuration calls the type; that of adopted folders is named by the program alone.
    var type: String { adapter.kind }
    /// The same with one setting changed, by what is set, where that gives it an ability.
    var variants: [(setting: String, adapter: any Adapter)] = []
}
