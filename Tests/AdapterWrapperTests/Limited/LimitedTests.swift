import AdapterWrappers
import Bytes
import Raster
import Synchronization
import TestSupport
import Testing

@Suite struct LimitedTests {
    private let sleeper = ManualSleeper()
    private let world: World

    init() { world = World(sleeper) }

    private func limiter(_ settings: LimitSettings = .init(), concurrency: Int = 1) -> Limiter {
        Limiter(settings, concurrency: concurrency, clock: world.clock, sleeper: sleeper)
    }

    /// An adapter whose `stat` takes until `call` is woken.
    private func slow(_ call: ManualSleeper) -> ScriptedAdapter {
        ScriptedAdapter { (made) async throws(StorageError) in
            if made.name == "stat" { await call.wait(for: .seconds(1)) }
        }
    }

    private func waitUntil(_ limiter: Limiter, waiting: Int) async {
        while limiter.load.waiting != waiting { await Task.yield() }
    }

    @Test func `calls beyond the limit wait for their turn`() async throws {
        let call = ManualSleeper()
        let limiter = limiter(concurrency: 2)
        let base = slow(call)
        let limited = Limited(base, limiter)
        let tasks = (0..<5).map { _ in Task { try await limited.stat("1") } }
        await waitUntil(limiter, waiting: 3)
        #expect(limiter.load.active == 2)

        while base.calls.count < 5 || limiter.load.active > 0 {
            call.wake()
            await Task.yield()
        }

        for task in tasks { _ = try await task.value }
        #expect(limiter.load == (0, 0))
    }

    @Test func `a caller who goes away leaves the queue`() async throws {
        let call = ManualSleeper()
        let limiter = limiter()
        let limited = Limited(slow(call), limiter)
        let first = Task { try await limited.stat("1") }
        await call.someoneSleeps()
        let second = Task { try await limited.delete("1") }
        await waitUntil(limiter, waiting: 1)

        second.cancel()

        let error = await #expect(throws: StorageError.self) { try await second.value }
        #expect(error?.kind == .cancelled)
        #expect(limiter.load == (1, 0))
        call.wake()
        _ = try await first.value
        #expect(limiter.load == (0, 0))
    }

    @Test func `a full queue refuses at once`() async throws {
        let call = ManualSleeper()
        let limited = Limited(slow(call), limiter(LimitSettings(queueLength: 0)))
        #expect(limited.refusal == nil)
        let first = Task { try await limited.stat("1") }
        await call.someoneSleeps()

        let error = await #expect(throws: StorageError.self) { try await limited.delete("1") }

        #expect(error?.kind == .unavailable)
        #expect(error?.side == .gateway)
        #expect(error?.retry == .after(.seconds(1)))
        #expect(limited.refusal?.retry == .after(.seconds(1)))
        call.wake()
        _ = try await first.value
    }

    @Test func `whoever has waited long enough is refused`() async throws {
        let call = ManualSleeper()
        let limiter = limiter(LimitSettings(maximumWait: .seconds(3)))
        let limited = Limited(slow(call), limiter)
        let first = Task { try await limited.stat("1") }
        await call.someoneSleeps()
        let second = Task { try await limited.delete("1") }
        await sleeper.someoneSleeps(for: .seconds(3))

        world.clock.advance(by: .seconds(3))
        sleeper.wake()

        let error = await #expect(throws: StorageError.self) { try await second.value }
        #expect(error?.side == .gateway)
        #expect(limiter.load == (1, 0))
        call.wake()
        _ = try await first.value
    }

    @Test func `a store that asks to be left alone is left alone by everybody`() async throws {
        let limiter = limiter(LimitSettings(maximumWait: .seconds(10)), concurrency: 8)
        let busy = ScriptedAdapter { (_) async throws(StorageError) in
            throw StorageError(.rateLimited, "too many", retry: .after(.seconds(4)))
        }
        let other = ScriptedAdapter(name: "other")
        _ = try? await Limited(busy, limiter).stat("1")

        let call = Task { try await Limited(other, limiter).delete("1") }
        await sleeper.someoneSleeps(for: .seconds(4))
        #expect(other.calls == [])

        world.clock.advance(by: .seconds(4))
        sleeper.wake()
        try await call.value
        #expect(other.calls == ["delete"])
    }

    @Test func `a longer pause than anyone may wait is a refusal at once`() async {
        let busy = ScriptedAdapter { (_) async throws(StorageError) in
            throw StorageError(.rateLimited, "too many", retry: .after(.seconds(40)))
        }
        let limited = Limited(busy, limiter(concurrency: 8))
        _ = try? await limited.stat("1")

        let error = await #expect(throws: StorageError.self) { try await limited.delete("1") }

        #expect(error?.retry == .after(.seconds(40)))
        #expect(busy.calls == ["stat"])
    }

    @Test func `a wave of tasks, many of whom go away, loses no place`() async {
        let limiter = limiter(concurrency: 3)
        let (now, most) = (Counted(), Counted())
        let base = ScriptedAdapter { (_) async throws(StorageError) in
            most.value.max(now.value.add(1, ordering: .relaxed).newValue, ordering: .relaxed)
            for _ in 0..<3 { await Task.yield() }
            now.value.subtract(1, ordering: .relaxed)
        }
        let limited = Limited(base, limiter)
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<200 {
                group.addTask {
                    let task = Task { try await limited.stat("1") }
                    if number.isMultiple(of: 3) { task.cancel() }
                    _ = try? await task.value
                }
            }
        }

        #expect(limiter.load == (0, 0))
        #expect((1...3).contains(most.value.load(ordering: .relaxed)))
        #expect(base.calls.count >= 100)
    }
}

/// A number that tasks count at once.
private final class Counted: Sendable {
    let value = Atomic(0)
}
