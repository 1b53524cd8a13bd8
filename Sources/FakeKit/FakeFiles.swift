public import Bytes
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The bytes of a fake's assets, each in a file of its own, `DIR/bytes/ID`.
///
/// They go to `DIR/incoming` first, so that what a kill leaves half-written is never an asset.
public final class FakeFiles: Sendable {
    /// Bytes that have come in and belong to no asset yet; they go with this object unless they are kept.
    public final class Incoming: Sendable {
        fileprivate let path: String
        fileprivate let file: OpenFile
        private let progress: Mutex<Progress>

        private struct Progress: ~Copyable {
            var size = 0
            var head: [UInt8] = []
            let digest: RunningDigests
        }

        fileprivate init(_ path: String) throws {
            let descriptor = openFile(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC)
            guard descriptor >= 0 else { throw FakeFailure(call: "open \(path)") }
            self.path = path
            file = OpenFile(descriptor: descriptor)
            progress = Mutex(Progress(digest: try RunningDigests()))
        }

        deinit { unlink(path) }

        /// Takes more bytes.
        public func append(_ bytes: [UInt8]) throws {
            try progress.withLock { progress in
                try writeAll(file.descriptor, bytes)
                try progress.digest.update(bytes)
                progress.size += bytes.count
                if progress.head.count < 64 { progress.head += bytes.prefix(64 - progress.head.count) }
            }
        }

        /// How many bytes there are.
        public var size: Int { progress.withLock { $0.size } }
        /// The first of them, at most 64.
        public var head: [UInt8] { progress.withLock { $0.head } }

        /// Their digests; to be asked once, after the last of them.
        public func digests() throws -> FakeDigests { try progress.withLock { try $0.digest.finish() } }
    }

    private let bytes: String
    private let incoming: String
    private let counter = Atomic(0)

    /// The files in `folder`; what an earlier run left half-written is removed.
    public init(in folder: FakeFolder) throws {
        bytes = try folder.make("bytes")
        incoming = try folder.make("incoming")
        for name in FakeFolder.names(in: incoming) { unlink("\(incoming)/\(name)") }
    }

    /// A file for bytes to come.
    public func receive() throws -> Incoming {
        try Incoming("\(incoming)/\(counter.add(1, ordering: .relaxed).newValue)")
    }

    /// Makes what came in the bytes of the asset `id`.
    public func keep(_ received: Incoming, as id: String) throws {
        guard rename(received.path, "\(bytes)/\(id)") == 0 else { throw FakeFailure(call: "rename") }
    }

    /// Makes `content` the bytes of the asset `id`, and tells their digests.
    public func put(_ content: [UInt8], as id: String) throws -> FakeDigests {
        let descriptor = openFile("\(bytes)/\(id)", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC)
        guard descriptor >= 0 else { throw FakeFailure(call: "open \(bytes)/\(id)") }
        defer { close(descriptor) }
        try writeAll(descriptor, content)
        let digests = try RunningDigests()
        try digests.update(content)
        return try digests.finish()
    }

    /// The bytes of the asset `id`, open; `nil` where there are none.
    public func open(_ id: String) -> OpenFile? {
        let descriptor = openFile("\(bytes)/\(id)", O_RDONLY | O_CLOEXEC)
        return descriptor < 0 ? nil : OpenFile(descriptor: descriptor)
    }

    /// Takes the bytes of the asset `id` away.
    public func remove(_ id: String) { unlink("\(bytes)/\(id)") }

    /// Takes away all bytes but those of `ids`: what a kill left without an asset.
    public func sweep(keeping ids: (String) -> Bool) {
        for name in FakeFolder.names(in: bytes) where !ids(name) { remove(name) }
    }
}

// Inside a type with a method `open` the function of that name is hidden.
private func openFile(_ path: String, _ flags: Int32) -> Int32 { open(path, flags, 0o600) }
