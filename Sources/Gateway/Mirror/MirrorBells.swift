import Raster
import Synchronization

/// A bell for each backend that is told of changes in this process.
final class MirrorBells: Sendable {
    private let bells = Mutex<[AdapterName: Bell]>([:])

    /// The bell of `adapter`.
    func bell(of adapter: AdapterName) -> Bell {
        bells.withLock { bells in
            let bell = bells[adapter] ?? Bell()
            bells[adapter] = bell
            return bell
        }
    }

    /// Something may have changed: rings all of them.
    func ring() { for bell in bells.withLock({ Array($0.values) }) { bell.ring() } }
}
