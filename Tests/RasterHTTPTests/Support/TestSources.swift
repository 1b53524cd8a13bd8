import Foundation
import Raster
import Synchronization
import TestSupport

/// Clocks that stand still until a test moves them.
final class TestClock: WallClock {
    private let state = Mutex((wall: Timestamp.sample(), monotonic: Duration.zero))

    func now() -> Timestamp { state.withLock { $0.wall } }

    func monotonic() -> Duration { state.withLock { $0.monotonic } }

    /// Lets time pass.
    func advance(by duration: Duration) {
        state.withLock {
            $0.wall = $0.wall + duration
            $0.monotonic += duration
        }
    }

    /// Sets the wall clock ahead, though no time has passed.
    func leap(by duration: Duration) { state.withLock { $0.wall = $0.wall + duration } }
}

/// Random bytes that a seed determines: each call has a sequence of its own.
final class SeededRandom: RandomSource {
    private let calls = Atomic<UInt64>(0)
    private let seed: UInt64

    init(seed: UInt64 = 2026) { self.seed = seed }

    func bytes(_ count: Int) -> [UInt8] {
        let call = calls.wrappingAdd(1, ordering: .relaxed).newValue
        var generator = SplitMix64(seed: seed << 32 | call)
        return (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next() >> 32) }
    }
}

/// A folder that goes away with its last reference.
final class Folder: Sendable {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "surface-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path(percentEncoded: false)
    }

    deinit { removeTree(path) }
}

/// The bytes of files.
enum FileBytes {
    static func of(_ path: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: path))) }
}
