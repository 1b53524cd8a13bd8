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

/// No time at all, for waits that something else bounds.
public struct Impatience: Sleeper {
    /// Time that is over at once.
    public init() {}

    /// Lets others go first.
    public func wait(for duration: Duration) async { await Task.yield() }
}

/// Time that passes only when a test says so.
public final class ManualSleeper: Sleeper {
    private struct Sleep {
        let duration: Duration
        let continuation: CheckedContinuation<Void, Never>
    }

    private struct State {
        var next = 0
        var sleeping: [Int: Sleep] = [:]
        var watching: [(duration: Duration?, continuation: CheckedContinuation<Void, Never>)] = []

        func someoneSleeps(for duration: Duration?) -> Bool {
            sleeping.values.contains { duration == nil || $0.duration == duration }
        }
    }

    private let state = Mutex(State())

    /// Time that stands still.
    public init() {}

    /// Returns with ``wake()``, or when the task is cancelled.
    public func wait(for duration: Duration) async {
        let number = state.withLock { state in
            state.next += 1
            return state.next
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { lie(Sleep(duration: duration, continuation: $0), number) }
        } onCancel: {
            rise(number)
        }
    }

    private func lie(_ sleep: Sleep, _ number: Int) {
        let watching = state.withLock { state in
            state.sleeping[number] = sleep
            let met = state.watching.filter { state.someoneSleeps(for: $0.duration) }
            state.watching.removeAll { $0.duration == nil || $0.duration == sleep.duration }
            return met
        }
        for watcher in watching { watcher.continuation.resume() }
        // Cancelled before it lay down: nobody else would wake it.
        if Task.isCancelled { rise(number) }
    }

    private func rise(_ number: Int) {
        state.withLock { $0.sleeping.removeValue(forKey: number) }?.continuation.resume()
    }

    /// Ends every sleep.
    public func wake() {
        let sleeping = state.withLock { state in
            defer { state.sleeping = [:] }
            return state.sleeping.values
        }
        for sleep in sleeping { sleep.continuation.resume() }
    }

    /// Returns when someone sleeps, for just this long where a duration is given.
    public func someoneSleeps(for duration: Duration? = nil) async {
        await withCheckedContinuation { continuation in
            let isSo = state.withLock { state in
                let isSo = state.someoneSleeps(for: duration)
                if !isSo { state.watching.append((duration, continuation)) }
                return isSo
            }
            if isSo { continuation.resume() }
        }
    }
}
