import Bytes
import Raster

extension ConformanceCheck {
    /// Bodies that are not what they were said to be.
    static let bodies =
        wrong("a body shorter than promised") { ByteStream($0.dropLast(1)) }
        + wrong("a body longer than promised") { ByteStream($0 + [0]) }
        + wrong("a silent body shorter than promised") { unmeasured($0.dropLast(500)) }
        + wrong("a silent body longer than promised") { unmeasured($0 + Array(repeating: 0, count: 70_000)) }
        + [
            ConformanceCheck("a body that fails midway fails the call") { scratch in
                let draft = scratch.draft(size: 1000)
                do { _ = try await scratch.create(draft, .stream(failing(scratch))) } catch { return }
                throw Broken("half a body is taken for a whole one")
            },
            ConformanceCheck("a body that fails midway leaves nothing") { scratch in
                let draft = scratch.draft(size: 1000)
                let error = await failure { _ = try await scratch.create(draft, .stream(failing(scratch))) }
                try await expectTruth(of: error, about: draft, scratch)
            },
            ConformanceCheck("a cancelled call fails as cancelled") { scratch in
                let error = await cancelledCreate(scratch.draft(size: 1000), scratch)
                try expect(error?.kind == .cancelled, "it fails with \(error?.kind.rawValue ?? "nothing")")
            },
            ConformanceCheck("a cancelled call leaves nothing") { scratch in
                let draft = scratch.draft(size: 1000)
                let error = await cancelledCreate(draft, scratch)
                try await expectTruth(of: error, about: draft, scratch)
            },
        ]

    private static func wrong(_ what: String, _ body: @escaping @Sendable ([UInt8]) -> ByteStream)
        -> [ConformanceCheck]
    {
        [
            ConformanceCheck("\(what) is invalid") { scratch in
                let content = Content.stream(body(scratch.bytes(1000)))
                try await expectError(.invalid, of: "storing it") {
                    _ = try await scratch.create(scratch.draft(size: 1000), content)
                }
            },
            ConformanceCheck("\(what) leaves nothing") { scratch in
                let draft = scratch.draft(size: 1000)
                let content = Content.stream(body(scratch.bytes(1000)))
                let error = await failure { _ = try await scratch.create(draft, content) }
                try await expectTruth(of: error, about: draft, scratch)
            },
        ]
    }

    /// Throws ``Broken`` unless a failed create left nothing behind and says so.
    private static func expectTruth(of error: StorageError?, about draft: AssetDraft, _ scratch: Scratch)
        async throws
    {
        guard let error else { return }
        try expect(error.effect == .none, "it says that the effect is \(error.effect)")
        if let finding = scratch.adapter.finding {
            let result = try await finding.find(draft.key)
            try expect(result == .absent, "something is found under its key")
        }
        let bytes = scratch.bytes(draft.size)
        let asset = try await scratch.create(draft, .stream(ByteStream(bytes)))
        try await scratch.adapter.expectBytes(bytes, of: asset.id)
    }

    private static func failure(_ body: () async throws -> Void) async -> StorageError? {
        do { try await body() } catch { return StorageError(wrapping: error) }
        return nil
    }

    private static func unmeasured(_ bytes: some Sequence<UInt8>) -> ByteStream {
        let source = ByteStream(bytes, chunkSize: 300)
        return ByteStream(length: nil) { try await source.next() }
    }

    /// 600 bytes and then an error.
    private static func failing(_ scratch: Scratch) -> ByteStream {
        let start = ByteStream(scratch.bytes(600), chunkSize: 300)
        return ByteStream(length: 1000) {
            guard let chunk = try await start.next() else { throw Broken("the source broke off") }
            return chunk
        }
    }

    /// Cancels a call from inside its body, as a client that goes away does, and then ends the body whole.
    private static func cancelledCreate(_ draft: AssetDraft, _ scratch: Scratch) async -> StorageError? {
        let source = ByteStream(scratch.bytes(draft.size), chunkSize: 300)
        let call = Task {
            await failure {
                let stream = ByteStream(length: draft.size) {
                    withUnsafeCurrentTask { $0?.cancel() }
                    return try await source.next()
                }
                _ = try await scratch.create(draft, .stream(stream))
            }
        }
        return await call.value
    }
}
