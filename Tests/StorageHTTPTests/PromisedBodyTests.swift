import Bytes
import Raster
import StorageHTTP
import Synchronization
import Testing

@Suite struct PromisedBodyTests {
    /// The bytes that go out before the end or the error, and the failure.
    private func sent(_ source: ByteStream, size: Int) async -> (bytes: [UInt8], failure: StorageError?) {
        let body = PromisedBody(source, size: size)
        let stream = body.stream
        var bytes: [UInt8] = []
        while let chunk = try? await stream.next() { bytes += chunk }
        return (bytes, body.failure)
    }

    @Test(arguments: [0, 1, 999, 1000])
    func `a body as long as promised goes out whole`(_ size: Int) async {
        let bytes = (0..<size).map { UInt8($0 % 251) }

        let (seen, failure) = await sent(ByteStream(bytes, chunkSize: 10), size: size)

        #expect(seen == bytes)
        #expect(failure == nil)
    }

    @Test(arguments: [95, 99, 101, 120])
    func `a body of another length never goes out whole`(_ length: Int) async {
        let source = ByteStream(Array(repeating: 1, count: length), chunkSize: 10)
        let silent = ByteStream(length: nil) { try await source.next() }

        let (seen, failure) = await sent(silent, size: 100)

        #expect(seen.count < 100)
        #expect(failure?.kind == .invalid && failure?.side == .client)
    }

    @Test func `a body that breaks off keeps its reason`() async {
        let reason = StorageError(.unavailable, "planned", side: .source)
        let source = ByteStream(length: 10) { throw reason }

        let (seen, failure) = await sent(source, size: 10)

        #expect(seen.isEmpty)
        #expect(failure?.kind == .unavailable && failure?.side == .source)
    }

    @Test func `a cancelled task sends nothing whole`() async {
        let call = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return await sent(ByteStream([1, 2, 3]), size: 3)
        }

        let (seen, failure) = await call.value

        #expect(seen.isEmpty)
        #expect(failure?.kind == .cancelled)
    }
}
