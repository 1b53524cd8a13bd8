import Bytes
import Raster
import StorageHTTP
import Testing

@Suite struct MeasuredStreamTests {
    private let bytes = Array(UInt8(0)..<100)

    private func cut(_ offset: Int, _ length: Int, chunk: Int, mayBeLeft: Bool = true) async throws -> [UInt8]
    {
        let source = ByteStream(bytes, chunkSize: chunk)
        let range = ByteRange(offset: offset, length: length)
        return try await source.measured(range, mayBeLeft: mayBeLeft).collect(upTo: 200)
    }

    @Test func `any part is cut out of chunks of any size`() async throws {
        for chunk in [1, 3, 7, 50, 100] {
            for (offset, length) in [
                (0, 100), (0, 1), (99, 1), (10, 30), (49, 2), (50, 50), (100, 0), (0, 0),
            ] {
                #expect(try await cut(offset, length, chunk: chunk) == Array(bytes[offset..<offset + length]))
            }
        }
    }

    @Test func `fewer bytes than promised are an error at the end`() async {
        let error = await #expect(throws: StorageError.self) { _ = try await cut(90, 11, chunk: 7) }
        #expect(error?.kind == .malformed)
    }

    @Test func `more bytes than promised are an error`() async {
        for chunk in [1, 99, 100] {
            let error = await #expect(throws: StorageError.self) {
                _ = try await cut(0, 99, chunk: chunk, mayBeLeft: false)
            }
            #expect(error?.kind == .malformed)
        }
    }

    @Test func `what follows a part that may be left is not pulled`() async throws {
        let source = ByteStream(length: 100) { [1, 2, 3] }
        #expect(
            try await source.measured(ByteRange(offset: 1, length: 4), mayBeLeft: true).collect(upTo: 9).count
                == 4)
    }

    @Test func `an error of the stream is translated`() async {
        struct Odd: Error {}
        let broken = ByteStream(length: 1) { throw Odd() }
        for stream in [broken.measured(ByteRange(offset: 0, length: 1)), broken.translated()] {
            let error = await #expect(throws: StorageError.self) { _ = try await stream.next() }
            #expect(error?.kind == .unavailable)
        }
    }
}
