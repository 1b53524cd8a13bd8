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
    /// How many bytes are written between two looks at the free space.
    private static let checkInterval = 16 << 20
    let file: OpenFile
    private let path: String
    private let minimumFree: Int

    /// A new file in `folder` called `name`, which must be unused.
    ///
    /// Throws `.insufficientStorage` where less than `minimumFree` bytes are free.
    init(in folder: String, name: String, minimumFree: Int) throws(StorageError) {
        path = "\(folder)/\(name)"
        self.minimumFree = minimumFree
        try Self.checkSpace(in: folder, minimumFree)
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.failure("create") }
        file = OpenFile(descriptor: descriptor, path: path)
    }

    deinit { unlink(path) }

    /// Appends `bytes`, which begin at `position`.
    func write(_ bytes: ArraySlice<UInt8>, at position: Int) throws(StorageError) {
        if position / Self.checkInterval != (position + bytes.count) / Self.checkInterval {
            try Self.checkSpace(in: path, minimumFree)
        }
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
    }

    /// Returns when every byte is on the disk.
    func sync() throws(StorageError) {
        guard fsync(file.descriptor) == 0 else { throw Self.failure("fsync") }
    }

    private static func checkSpace(in path: String, _ minimumFree: Int) throws(StorageError) {
        guard let free = availableBytes(at: path), free < minimumFree else { return }
        throw StorageError(
            .insufficientStorage, "less than the configured free space is left", side: .gateway
        )
        .with("free", free).with("floor", minimumFree)
    }

    private static func failure(_ operation: String) -> StorageError {
        let code = errno
        let isFull = code == ENOSPC || code == EDQUOT
        let text = String(cString: strerror(code))
        return StorageError(isFull ? .insufficientStorage : .internal, text, side: .gateway)
            .during("spool \(operation)")
    }
}

/// The bytes that an ordinary user may still write on the disk of `path`; `nil` where nobody can tell.
public func availableBytes(at path: String) -> Int? {
    var figures = statvfs()
    guard statvfs(path, &figures) == 0 else { return nil }
    return Int(clamping: UInt64(figures.f_bavail) * UInt64(figures.f_frsize))
}
