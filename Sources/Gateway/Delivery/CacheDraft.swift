import Bytes
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A file of a cache in the making; it goes with its last reference, unless it was settled.
final class CacheDraft: Sendable {
    /// The file, which many may read while it grows.
    let file: OpenFile
    /// How many bytes it will have.
    let size: Int
    private let path: String
    private let writeAll: @Sendable (Int32, UnsafeRawBufferPointer, Int) -> Bool
    private let forgotten: @Sendable () -> Void
    private let isSettled = Atomic<Bool>(false)

    init(
        _ file: OpenFile, _ path: String, size: Int,
        write: @escaping @Sendable (Int32, UnsafeRawBufferPointer, Int) -> Bool,
        forgotten: @escaping @Sendable () -> Void
    ) {
        self.file = file
        self.path = path
        self.size = size
        writeAll = write
        self.forgotten = forgotten
    }

    deinit {
        guard !isSettled.load(ordering: .acquiring) else { return }
        unlink(path)
        forgotten()
    }

    /// Writes `bytes` at `position`; false where the disk does not take them.
    func write(_ bytes: [UInt8], at position: Int) -> Bool {
        bytes.withUnsafeBytes { writeAll(file.descriptor, $0, position) }
    }

    /// Makes what was written durable and gives it its name; false where the disk does not.
    ///
    /// A file without a name is removed. Either way its room is no longer this object's to give back.
    func settle(_ name: String) -> Bool {
        isSettled.store(true, ordering: .releasing)
        // A crash must not leave a name without its bytes: they are not verified again.
        if fsync(file.descriptor) == 0, rename(path, name) == 0 { return true }
        unlink(path)
        return false
    }
}
