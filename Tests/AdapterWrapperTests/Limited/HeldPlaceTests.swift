import AdapterWrappers
import Bytes
import Raster
import TestSupport
import Testing

@Suite struct HeldPlaceTests {
    private let limiter: Limiter

    init() {
        let world = World(ManualSleeper())
        limiter = Limiter(concurrency: 2, clock: world.clock, sleeper: world.sleeper)
    }

    private func open(_ base: any Adapter) async throws -> ByteStream {
        try await Limited(base, limiter).open("1", nil).stream
    }

    @Test func `a stream keeps its place until its end`() async throws {
        let stream = try await open(BrittleAdapter(openings: []))
        _ = try await stream.next()
        #expect(limiter.load.active == 1)

        _ = try await stream.collect(upTo: 99)

        #expect(limiter.load.active == 0)
        // The stream is still there: its end has given the place back, not its going away.
        #expect(try await stream.next() == nil)
    }

    @Test func `a stream that breaks off gives its place back`() async throws {
        let stream = try await open(BrittleAdapter(openings: [.breaks(after: 2, .down())]))

        await #expect(throws: StorageError.self) { try await stream.collect(upTo: 99) }

        #expect(limiter.load.active == 0)
        _ = try? await stream.next()
    }

    @Test func `a stream that is dropped gives its place back`() async throws {
        do {
            let stream = try await open(BrittleAdapter(openings: []))
            _ = try await stream.next()
            #expect(limiter.load.active == 1)
            _ = stream
        }

        #expect(limiter.load.active == 0)
    }

    @Test func `a file needs no place once it is open`() async throws {
        let file = try OpenFile.sample(in: try Folder(), [1, 2, 3])
        let base = FileAdapter(slice: FileSlice(file, ByteRange(offset: 0, length: 3)))

        let content = try await Limited(base, limiter).open("1", nil)

        #expect(limiter.load.active == 0)
        #expect(content.length == 3)
    }

    @Test func `a revision keeps its place, and so do its bytes`() async throws {
        let limited = Limited(ScriptedAdapter(isRevising: true), limiter)
        var revision = try await limited.revising?.revision(of: "1")
        var content = revision?.content()
        #expect(limiter.load.active == 1)

        revision = nil
        #expect(limiter.load.active == 1)
        #expect(try await content?.stream.collect(upTo: 99) == ScriptedAdapter.bytes)

        content = nil
        #expect(limiter.load.active == 0)
    }

    @Test func `bytes that break off for too many calls slow everybody down`() async throws {
        let busy = StorageError(.rateLimited, "too many", retry: .after(.seconds(60)))
        let stream = try await open(BrittleAdapter(openings: [.breaks(after: 2, busy)]))
        _ = try? await stream.collect(upTo: 99)

        #expect(Limited(BareAdapter(), limiter).refusal?.retry == .after(.seconds(60)))
    }

    @Test func `bytes that are taken up again keep one place`() async throws {
        let world = World()
        let limiter = Limiter(concurrency: 1, clock: world.clock, sleeper: world.sleeper)
        let base = BrittleAdapter(openings: [.breaks(after: 2, .down()), .breaks(after: 2, .down())])
        let adapter = Retrying(Limited(base, limiter), .init(), world.environment)

        let bytes = try await adapter.open("1", nil).stream.collect(upTo: 99)

        #expect(bytes == ScriptedAdapter.bytes)
        #expect(limiter.load == (0, 0))
    }
}

/// An adapter whose asset is a file.
private struct FileAdapter: Adapter {
    let slice: FileSlice
    var name: AdapterName { "file" }
    var kind: String { "file" }
    var limits: AdapterLimits { AdapterLimits() }
    func stat(_ id: NativeID) async throws(StorageError) -> NativeAsset { NativeAsset(id: id) }
    func open(_ id: NativeID, _ range: ByteRange?) async throws(StorageError) -> Content { .file(slice) }
    func create(_ draft: AssetDraft, _ content: Content) async throws(StorageError) -> NativeAsset {
        NativeAsset(id: "1")
    }
    func delete(_ id: NativeID) async throws(StorageError) {}
}
