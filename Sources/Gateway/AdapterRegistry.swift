import Raster
import Synchronization

/// The adapters by name: those of the configuration, and those of adopted folders, which come while the gateway runs.
final class AdapterRegistry: Sendable {
    private struct State {
        var configured: [AdapterName: any Adapter]
        var adopted: [AdapterName: any Adapter] = [:]
    }

    private let state: Mutex<State>

    init(_ adapters: [any Adapter]) {
        state = Mutex(State(configured: Dictionary(adapters.map { ($0.name, $0) }) { first, _ in first }))
    }

    /// The adapter called `name`.
    func adapter(_ name: AdapterName) -> (any Adapter)? {
        state.withLock { $0.configured[name] ?? $0.adopted[name] }
    }

    /// The adapters of the configuration, by name.
    var configured: [any Adapter] {
        state.withLock { $0.configured.sorted { $0.key < $1.key }.map(\.value) }
    }

    /// Whether `name` is that of an adopted folder.
    func isAdopted(_ name: AdapterName) -> Bool { state.withLock { $0.adopted[name] != nil } }

    /// Takes `adapter` for the adopted folder of its name from now on.
    func adopt(_ adapter: any Adapter) { state.withLock { $0.adopted[adapter.name] = adapter } }
}
