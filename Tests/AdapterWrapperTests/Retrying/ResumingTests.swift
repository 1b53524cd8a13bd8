import AdapterWrappers
import Bytes
import Raster
import TestSupport
import Testing

@Suite struct ResumingTests {
    private let world = World()
    private let bytes = ScriptedAdapter.bytes

    private func read(
        _ base: BrittleAdapter, _ range: ByteRange? = nil, _ settings: RetrySettings = .init()
    ) async throws -> [UInt8] {
        let content = try await Retrying(base, settings, world.environment).open("1", range)
        #expect(content.length == (base.saysLength ? range?.length ?? base.bytes.count : range?.length))
        return try await content.stream.collect(upTo: 1000)
    }

    @Test func `bytes that break off go on where they stopped`() async throws {
        let base = BrittleAdapter(openings: [.breaks(after: 4, .down()), .breaks(after: 3, .down())])

        #expect(try await read(base) == bytes)

        #expect(
            base.asked.ranges == [nil, ByteRange(offset: 4, length: 8), ByteRange(offset: 7, length: 5)])
    }

    @Test func `a part goes on within the part`() async throws {
        let base = BrittleAdapter(openings: [.breaks(after: 2, .down())])
        let range = ByteRange(offset: 3, length: 6)

        #expect(try await read(base, range) == Array(bytes[3..<9]))

        #expect(base.asked.ranges == [range, ByteRange(offset: 5, length: 4)])
    }

    @Test func `bytes that end too early go on as well`() async throws {
        let base = BrittleAdapter(openings: [.ends(after: 4)])

        #expect(try await read(base) == bytes)
    }

    @Test func `openings that fail on the way count as attempts`() async throws {
        let base = BrittleAdapter(
            openings: [.breaks(after: 4, .down()), .fails(.down()), .fails(.down())])

        #expect(try await read(base) == bytes)
        #expect(base.asked.ranges.count == 4)
    }

    @Test func `whoever brings nothing is given up`() async {
        let base = BrittleAdapter(
            openings: Array(repeating: .breaks(after: 0, .down()), count: 99))

        let error = await #expect(throws: StorageError.self) { try await read(base) }

        #expect(error?.kind == .unavailable)
        #expect(base.asked.ranges.count == 4)
    }

    @Test func `whoever brings something has all attempts anew`() async throws {
        let once: [BrittleAdapter.Opening] = [
            .breaks(after: 1, .down()), .fails(.down()), .fails(.down()),
        ]
        let base = BrittleAdapter(openings: Array(repeating: once, count: 11).flatMap(\.self))

        #expect(try await read(base) == bytes)
        #expect(base.asked.ranges.count == 34)
    }

    @Test func `drips are bounded too`() async {
        let base = BrittleAdapter(openings: Array(repeating: .breaks(after: 1, .down()), count: 99))

        await #expect(throws: StorageError.self) {
            try await read(base, nil, RetrySettings(resumptions: 5))
        }

        #expect(base.asked.ranges.count == 6)
    }

    @Test func `another part than was asked for is an error, not bytes`() async {
        let base = BrittleAdapter(openings: [.breaks(after: 4, .down()), .ignoresRange])

        let error = await #expect(throws: StorageError.self) { try await read(base) }

        #expect(error?.kind == .malformed)
    }

    @Test func `too many bytes are an error where the length was not said`() async {
        var base = BrittleAdapter(openings: [.ignoresRange])
        base.saysLength = false

        let error = await #expect(throws: StorageError.self) {
            try await read(base, ByteRange(offset: 0, length: 3))
        }

        #expect(error?.kind == .malformed)
    }

    @Test func `what others may change is left as it comes`() async {
        var base = BrittleAdapter(openings: [.breaks(after: 4, .down())])
        base.isRevising = true

        await #expect(throws: StorageError.self) { try await read(base) }

        #expect(base.asked.ranges.count == 1)
    }

    @Test func `a stream of unknown length is left as it comes`() async {
        var base = BrittleAdapter(openings: [.breaks(after: 4, .down())])
        base.saysLength = false

        await #expect(throws: StorageError.self) { try await read(base) }

        #expect(base.asked.ranges.count == 1)
    }

    @Test func `an error that is final stays so in the middle`() async {
        let base = BrittleAdapter(
            openings: [.breaks(after: 4, StorageError(.notFound, "gone"))])

        let error = await #expect(throws: StorageError.self) { try await read(base) }

        #expect(error?.kind == .notFound)
        #expect(base.asked.ranges.count == 1)
    }
}
