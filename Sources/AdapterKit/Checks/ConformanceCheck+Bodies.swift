import Bytes
import Raster
import Synchronization

extension ConformanceCheck {
    /// Bodies that are not what they were said to be.
    static let bodies =
        wrong("a body shorter than promised") { ByteStream($0.dropLast(1)) }
        + wrong("a body longer than promised") { ByteStream($0 + [0]) }
        + wrong("a silent body shorter than promised") { unmeasured($0.dropLast(500)) }
        + wrong("a silent body longer than promised") { unmeasured($0 + Array(repeating: 0, count: 70_000)) }
        + wrong("a body without end") { _ in endless() }
        + wrong("a body without a byte") { _ in ByteStream([]) }
        + wrongFile("a file shorter than promised", 999) + wrongFile("a file longer than promised", 1001)
        + [
            ConformanceCheck("a body that fails midway fails the call", requires: .receiving) { scratch in
                let draft = scratch.draft(size: 1000)
                do { _ = try await scratch.create(draft, .stream(failing(scratch))) } catch { return }
                throw Broken("half a body is taken for a whole one")
            },
            ConformanceCheck("a body that fails midway leaves nothing", requires: .receiving) { scratch in
                let draft = scratch.draft(size: 1000)
                let error = await failure { _ = try await scratch.create(draft, .stream(failing(scratch))) }
                try await expectTruth(of: error, about: draft, scratch)
            },
            ConformanceCheck("a file that has become shorter fails the call", requires: .receiving) {
                scratch in
                let draft = scratch.draft(size: 1000)
                do { _ = try await scratch.create(draft, .file(try shrunken(scratch))) } catch { return }
                throw Broken("half a file is taken for a whole one")
            },
            ConformanceCheck("a file that has become shorter leaves nothing", requires: .receiving) {
                scratch in
                let draft = scratch.draft(size: 1000)
                let slice = try shrunken(scratch)
                let error = await failure { _ = try await scratch.create(draft, .file(slice)) }
                try await expectTruth(of: error, about: draft, scratch)
            },
            ConformanceCheck("a body beyond the limit is refused unread", requires: .receiving) { scratch in
                guard let limit = scratch.adapter.limits.maximumBytes, limit < Int.max else { return }
                let isRead = Mutex(false)
                let stream = ByteStream(length: limit + 1) {
                    isRead.withLock { $0 = true }
                    throw Broken("the body is read")
                }
                let error = await failure {
                    _ = try await scratch.create(scratch.draft(size: limit + 1), .stream(stream))
                }
                try expect(!isRead.withLock { $0 }, "it is read before it is refused")
                let kinds: [StorageError.Kind] = [.tooLarge, .insufficientStorage, .invalid]
                try expect(
                    error.map { kinds.contains($0.kind) } == true,
                    "it fails with \(error?.kind.rawValue ?? "nothing")")
            },
            ConformanceCheck("a call that is cancelled before it begins leaves nothing", requires: .receiving)
            { scratch in
                let draft = scratch.draft(size: 1000)
                let bytes = scratch.bytes(1000)
                let call = Task {
                    withUnsafeCurrentTask { $0?.cancel() }
                    return await failure { _ = try await scratch.create(draft, .stream(ByteStream(bytes))) }
                }
                try await expectTruth(of: await call.value, about: draft, scratch)
            },
            ConformanceCheck("a cancelled reader leaves the asset to others") { scratch in
                let bytes = scratch.bytes(200_000)
                let id = try await scratch.store(bytes).id
                let reader = Task {
                    let stream = try await scratch.adapter.open(id, nil).stream
                    _ = try await stream.next()
                    withUnsafeCurrentTask { $0?.cancel() }
                    while try await stream.next() != nil {}
                }
                _ = await reader.result
                try await scratch.adapter.expectBytes(bytes, of: id)
            },
            ConformanceCheck("a cancelled call fails as cancelled", requires: .receiving) { scratch in
                let error = await cancelledCreate(scratch.draft(size: 1000), scratch)
                try expect(error?.kind == .cancelled, "it fails with \(error?.kind.rawValue ?? "nothing")")
            },
            ConformanceCheck("a cancelled call leaves nothing", requires: .receiving) { scratch in
                let draft = scratch.draft(size: 1000)
                let error = await cancelledCreate(draft, scratch)
                try await expectTruth(of: error, about: draft, scratch)
            },
        ]

    private static func wrong(_ what: String, _ body: @escaping @Sendable ([UInt8]) -> ByteStream)
        -> [ConformanceCheck]
    {
        refused(what) { scratch in .stream(body(scratch.bytes(1000))) }
    }

    private static func wrongFile(_ what: String, _ size: Int) -> [ConformanceCheck] {
        refused(what) { scratch in
            let file = try temporaryFile(scratch.bytes(size))
            return .file(FileSlice(file, ByteRange(offset: 0, length: size)))
        }
    }

    /// Contents for a draft of a thousand bytes.
    private static func refused(_ what: String, _ content: @escaping @Sendable (Scratch) throws -> Content)
        -> [ConformanceCheck]
    {
        [
            ConformanceCheck("\(what) is invalid", requires: .receiving) { scratch in
                let content = try content(scratch)
                try await expectError(.invalid, of: "storing it") {
                    _ = try await scratch.create(scratch.draft(size: 1000), content)
                }
            },
            ConformanceCheck("\(what) leaves nothing", requires: .receiving) { scratch in
                let draft = scratch.draft(size: 1000)
                let content = try content(scratch)
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

    /// Pieces that do not end, up to what no adapter may read of a thousand bytes.
    private static func endless() -> ByteStream {
        let count = Mutex(0)
        return ByteStream(length: nil) {
            let read = count.withLock { count in
                count += 65_536
                return count
            }
            guard read <= 16_777_216 else { throw Broken("it is read on and on") }
            return Array(repeating: 7, count: 65_536)
        }
    }

    /// A file that has fewer bytes than it had when it was measured.
    private static func shrunken(_ scratch: Scratch) throws -> FileSlice {
        FileSlice(try temporaryFile(scratch.bytes(600)), ByteRange(offset: 0, length: 1000))
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
    ///
    /// It is the call that is cancelled, whatever task an adapter pulls the body in.
    private static func cancelledCreate(_ draft: AssetDraft, _ scratch: Scratch) async -> StorageError? {
        let source = ByteStream(scratch.bytes(draft.size), chunkSize: 300)
        let call = Mutex<Task<StorageError?, Never>?>(nil)
        let stream = ByteStream(length: draft.size) {
            call.withLock { $0?.cancel() }
            return try await source.next()
        }
        let begun = call.withLock { call in
            let task = Task { await failure { _ = try await scratch.create(draft, .stream(stream)) } }
            call = task
            return task
        }
        return await begun.value
    }
}
