import Bytes
import Raster

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Incoming bytes on the disk that will keep them, under a name that nobody looks for.
///
/// The file goes with its last reference, unless an adapter has renamed it by then. Writing blocks the thread,
/// so it happens on the threads meant for that.
final class SpoolFile: Sendable {
    private static let writebackBytes = 8 << 20
    let file: OpenFile
    private let path: String
    private let free: @Sendable () -> Int?
    private let minimumFree: Int

    /// A new file in `folder` called `name`, which must be unused.
    ///
    /// Throws `.insufficientStorage` where less than `minimumFree` bytes are free.
    init(
        in folder: String, name: String, minimumFree: Int,
        freeSpace: @escaping @Sendable (String) -> Int? = DiskSpace.availableBytes
    ) throws(StorageError) {
        path = "\(folder)/\(name)"
        self.minimumFree = minimumFree
        free = { freeSpace(folder) }
        try Self.checkSpace(for: 0, free(), minimumFree)
        var descriptor = Self.create(path)
        // Someone may have removed the folder under the running server; what is above it is left alone.
        if descriptor < 0, errno == ENOENT, mkdir(folder, 0o700) == 0 { descriptor = Self.create(path) }
        guard descriptor >= 0 else { throw Self.failure("create") }
        file = OpenFile(descriptor: descriptor, path: path)
    }

    deinit { unlink(path) }

    /// Appends `bytes`, which begin at `position`.
    ///
    /// Throws `.insufficientStorage` where they would leave less than the floor free. That is looked up before
    /// every write, so that uploads at once go below it by no more than a write each.
    func write(_ bytes: ArraySlice<UInt8>, at position: Int) throws(StorageError) {
        try Self.checkSpace(for: bytes.count, free(), minimumFree)
        let descriptor = file.descriptor
        var done = 0
        while done < bytes.count {
            let written = bytes.withUnsafeBytes {
                pwrite(
                    descriptor, $0.baseAddress?.advanced(by: done), $0.count - done, off_t(position + done))
            }
            if written < 0 && errno == EINTR { continue }
            guard written >= 0 else { throw Self.failure("write") }
            done += written
        }
        startWriteback(position, position + bytes.count)
    }

    /// Has the disk begin with whatever was completed of a large file, while the rest is still coming in.
    private func startWriteback(_ start: Int, _ end: Int) {
        let first = start / Self.writebackBytes
        let count = end / Self.writebackBytes - first
        guard count > 0 else { return }
        file.startWriteback(
            ByteRange(offset: first * Self.writebackBytes, length: count * Self.writebackBytes))
    }

    private static func create(_ path: String) -> Int32 {
        open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    }

    /// Returns when every byte is on the disk.
    func sync() throws(StorageError) {
        guard fsync(file.descriptor) == 0 else { throw Self.failure("fsync") }
    }

    private static func checkSpace(for count: Int, _ free: Int?, _ minimumFree: Int) throws(StorageError) {
        guard let free, free - count < minimumFree else { return }
        throw StorageError(
            .insufficientStorage, "less than the configured free space is left", side: .gateway
        )
        .with("free", free).with("floor", minimumFree)
    }

    private static func failure(_ operation: String) -> StorageError {
        let code = errno
        let kind: StorageError.Kind =
            switch code {
            case ENOSPC, EDQUOT: .insufficientStorage
            case ENOENT: .unavailable
            default: .internal
            }
        return StorageError(kind, String(cString: strerror(code)), side: .gateway)
            .during("spool \(operation)")
    }
}
