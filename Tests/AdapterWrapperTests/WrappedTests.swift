import Bytes
import Raster
import TestSupport
import Testing

@testable import AdapterWrappers

@Suite struct WrappedTests {
    @Test func `a dead store is refused at once, and its neighbour does not notice`() async throws {
        let world = World()
        let clock = world.clock
        let dead = ScriptedAdapter(name: "dead") { (_) async throws(StorageError) in
            clock.advance(by: .seconds(120))
            throw StorageError(.timedOut, "no answer", retry: .allowed, effect: .unknown)
        }
        let healthy = wrapped(ScriptedAdapter(name: "healthy"), .remote, world.environment)
        let wrappedDead = wrapped(dead, .remote, world.environment)
        for _ in 0..<5 { _ = try? await wrappedDead.stat("1") }
        let asked = dead.calls.count
        let before = clock.monotonic()

        for _ in 0..<100 {
            let error = await #expect(throws: StorageError.self) { try await wrappedDead.stat("1") }
            #expect(error?.wait != nil)
            _ = try await healthy.stat("1")
        }

        #expect(clock.monotonic() == before)
        #expect(dead.calls.count == asked)
        #expect(wrappedDead.refusal?.wait != nil)
        #expect(healthy.refusal == nil)
    }

    @Test func `a store that never answers holds up nobody but its own callers`() async throws {
        let sleeper = ManualSleeper()
        let world = World(sleeper)
        let forever = ManualSleeper()
        let stuck = ScriptedAdapter(name: "stuck", concurrency: 2) { (_) async throws(StorageError) in
            await forever.wait(for: .seconds(1))
        }
        let wrappedStuck = wrapped(stuck, .remote, world.environment)
        let healthy = wrapped(ScriptedAdapter(name: "healthy"), .remote, world.environment)
        let callers = (0..<6).map { _ in Task { try await wrappedStuck.stat("1") } }
        while stuck.calls.count < 2 { await Task.yield() }

        for _ in 0..<100 { _ = try await healthy.stat("1") }

        #expect(stuck.calls.count == 2)
        #expect(world.clock.monotonic() == .zero)
        callers.forEach { $0.cancel() }
        for caller in callers { _ = try? await caller.value }
    }

    @Test func `a refusal of the limits is not repeated and opens no breaker`() async throws {
        let world = World()
        let forever = ManualSleeper()
        let base = ScriptedAdapter(concurrency: 1) { (call) async throws(StorageError) in
            if call.name == "delete" { await forever.wait(for: .seconds(1)) }
        }
        let adapter = wrapped(
            base, WrapperSettings(limit: LimitSettings(queueLength: 0)), world.environment)
        let stuck = Task { try await adapter.delete("1") }
        await forever.someoneSleeps()

        for _ in 0..<100 { await #expect(throws: StorageError.self) { try await adapter.stat("1") } }

        #expect(world.waits == [])
        forever.wake()
        try await stuck.value
        #expect(adapter.refusal == nil)
        _ = try await adapter.stat("1")
    }

    @Test func `only what is asked for is wrapped`() {
        let world = World()
        let base = BareAdapter()

        #expect(wrapped(base, .local, world.environment) is Observed)
        #expect(wrapped(base, .remote, world.environment) is Retrying)
        #expect(wrapped(base, WrapperSettings(isReadOnly: true), world.environment) is ReadOnly)
        #expect(wrapped(base, WrapperSettings(retry: nil), world.environment) is Breaker)
        #expect(wrapped(base, WrapperSettings(retry: nil, breaker: nil), world.environment) is Limited)
    }

    @Test func `the order is that of the design`() {
        let world = World()
        var layers: [String] = []
        var next: any Adapter = wrapped(
            BareAdapter(), WrapperSettings(isReadOnly: true), world.environment)

        while let wrapper = next as? any AdapterWrapper {
            layers.append("\(type(of: wrapper))")
            next = wrapper.base
        }

        #expect(layers == ["ReadOnly", "Retrying", "Breaker", "Limited", "Observed"])
    }
}
