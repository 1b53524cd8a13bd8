import Foundation
public import Raster
import Synchronization

/// Clocks that stand still until a test moves them.
public final class TestClock: WallClock {
    private let state = Mutex((wall: Timestamp.sample(), monotonic: Duration.zero))

    /// Clocks at the samples' time.
    public init() {}

    /// The wall clock's time.
    public func now() -> Timestamp { state.withLock { $0.wall } }

    /// The time that has passed.
    public func monotonic() -> Duration { state.withLock { $0.monotonic } }

    /// Lets time pass.
    public func advance(by duration: Duration) {
        state.withLock {
            $0.wall = $0.wall + duration
            $0.monotonic += duration
        }
    }

    /// Sets the wall clock, though no time has passed.
    public func leap(by duration: Duration) { state.withLock { $0.wall = $0.wall + duration } }
}

/// Random bytes that a seed determines: each call has a sequence of its own.
public final class SeededRandom: RandomSource {
    private let calls = Atomic<UInt64>(0)
    private let seed: UInt64

    /// The bytes of `seed`.
    public init(seed: UInt64 = 2026) { self.seed = seed }

    /// The next `count` bytes.
    public func bytes(_ count: Int) -> [UInt8] {
        let call = calls.wrappingAdd(1, ordering: .relaxed).newValue
        var generator = SplitMix64(seed: seed << 32 | call)
        return (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next() >> 32) }
    }
}

/// A folder that goes away with its last reference.
public final class Folder: Sendable {
    /// Where it is.
    public let path: String

    /// A new, empty folder.
    public init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "raster-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path(percentEncoded: false)
    }

    deinit { removeTree(path) }
}
