public import Raster
import Synchronization

/// Bytes at addresses that mean something only where they are looked up here, for adapters that fetch.
public final class MemoryHost: ByteHost {
    private struct State {
        var offers: [String: [UInt8]] = [:]
        var last = 0
    }

    private let state = Mutex(State())
    private let origin: String

    /// Offers nothing yet; addresses begin with `origin`.
    public init(origin: String = "memory://offers") { self.origin = origin }

    /// Keeps `bytes` at an address of their own.
    public func offer(_ bytes: [UInt8], as contentType: String) async throws(StorageError) -> String {
        state.withLock { state in
            state.last += 1
            let address = "\(origin)/\(state.last)"
            state.offers[address] = bytes
            return address
        }
    }

    /// Forgets them.
    public func withdraw(_ address: String) async { state.withLock { $0.offers[address] = nil } }

    /// What lies at an address, if anything does.
    public func bytes(at address: String) -> [UInt8]? { state.withLock { $0.offers[address] } }

    /// How many offers are not withdrawn.
    public var count: Int { state.withLock { $0.offers.count } }
}
