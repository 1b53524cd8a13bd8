import Bytes
import Crypto
import Raster
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The folder of a cache: what it holds is called by 64 digits, what is in the making ends in `.part`.
struct CacheFolder: Sendable {
    private let path: String
    private let serial = Serial()
    /// Writes all of some bytes to a descriptor at an offset; replaced by tests of full disks.
    var write: @Sendable (Int32, UnsafeRawBufferPointer, Int) -> Bool = writeAll

    private final class Serial: Sendable {
        let next = Atomic<Int>(0)
    }

    init(_ path: String) { self.path = path }

    /// Where the bytes with `digest` are.
    func path(of digest: SHA256Digest) -> String { "\(path)/\(digest)" }

    /// Makes the folder where it is not there.
    func prepare() throws(StorageError) {
        guard mkdir(path, 0o700) == 0 || errno == EEXIST, access(path, W_OK | X_OK) == 0 else {
            throw StorageError(.unavailable, String(cString: strerror(errno)), side: .gateway)
                .during("open the cache's folder")
        }
    }

    /// Removes what was in the making, and lists what is whole, the oldest use first.
    func sweep() -> [(digest: SHA256Digest, size: Int)] {
        guard let listing = opendir(path) else { return [] }
        defer { closedir(listing) }
        var found: [(digest: SHA256Digest, size: Int, used: timespec)] = []
        while let entry = readdir(listing) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name.hasSuffix(".part") { unlink("\(path)/\(name)") }
            var status = stat()
            guard let digest = SHA256Digest(hexadecimal: name), digest.description == name,
                lstat("\(path)/\(name)", &status) == 0,
                status.st_mode & S_IFMT == S_IFREG
            else { continue }
            found.append((digest, Int(status.st_size), status.modified))
        }
        return found.sorted { ($0.used.tv_sec, $0.used.tv_nsec) < ($1.used.tv_sec, $1.used.tv_nsec) }
            .map { ($0.digest, $0.size) }
    }

    /// Opens the bytes with `digest`, if they are `size` of them and whole; with what is seen of the file then.
    ///
    /// A file that looks as it did when it was `verified` last is taken to be the same; any other is read and hashed,
    /// since a disk may rot and people may write. On the disk it is noted about once a minute that it is used.
    func open(_ digest: SHA256Digest, size: Int, verified: FileStamp?) -> (OpenFile, FileStamp)? {
        let descriptor = Self.open(path(of: digest), O_RDONLY)
        guard descriptor >= 0 else { return nil }
        let file = OpenFile(descriptor: descriptor)
        guard var stamp = FileStamp(descriptor), stamp.size == size,
            stamp == verified || Self.digest(of: descriptor, size) == digest
        else { return nil }
        if stamp.isOld {
            _ = futimens(descriptor, nil)
            stamp = FileStamp(descriptor) ?? stamp
        }
        return (file, stamp)
    }

    /// The SHA-256 of `size` bytes of a file, read in pieces; `nil` where they cannot be read.
    private static func digest(of descriptor: Int32, _ size: Int) -> SHA256Digest? {
        guard let hash = try? SHA256() else { return nil }
        var piece = [UInt8](repeating: 0, count: 1 << 18)
        var offset = 0
        while offset < size {
            let count = pread(descriptor, &piece, min(piece.count, size - offset), off_t(offset))
            if count < 0 && errno == EINTR { continue }
            guard count > 0, (try? hash.update(piece.prefix(count))) != nil else { return nil }
            offset += count
        }
        return try? hash.finish()
    }

    /// Removes the bytes with `digest`; who has them open keeps them.
    func remove(_ digest: SHA256Digest) { unlink(path(of: digest)) }

    /// A new file to be filled with `size` bytes; `forgotten` is called where it goes without a name.
    func draft(_ size: Int, _ forgotten: @escaping @Sendable () -> Void) -> CacheDraft? {
        let number = serial.next.wrappingAdd(1, ordering: .relaxed).newValue
        let path = "\(path)/\(number).part"
        let descriptor = Self.open(path, O_RDWR | O_CREAT | O_EXCL)
        guard descriptor >= 0 else { return nil }
        return CacheDraft(
            OpenFile(descriptor: descriptor, path: path), path, size: size, write: write,
            forgotten: forgotten)
    }

    private static func open(_ path: String, _ flags: Int32) -> Int32 {
        while true {
            #if canImport(Glibc)
                let descriptor = Glibc.open(path, flags | O_CLOEXEC | O_NOFOLLOW, 0o600)
            #else
                let descriptor = Darwin.open(path, flags | O_CLOEXEC | O_NOFOLLOW, 0o600)
            #endif
            if descriptor >= 0 || errno != EINTR { return descriptor }
        }
    }
}

/// What is seen of a file from outside: any change of its bytes changes it.
struct FileStamp: Sendable, Equatable {
    let size: Int
    private let inode: UInt64
    private let times: [Int]

    /// What is seen of the file that is open as `descriptor`.
    init?(_ descriptor: Int32) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        size = Int(status.st_size)
        inode = UInt64(status.st_ino)
        let (modified, changed) = (status.modified, status.changed)
        times = [modified.tv_sec, modified.tv_nsec, changed.tv_sec, changed.tv_nsec]
    }

    /// Whether its last use was noted more than a minute ago.
    fileprivate var isOld: Bool {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return abs(now.tv_sec - times[0]) > 60
    }
}

extension stat {
    fileprivate var changed: timespec {
        #if canImport(Glibc)
            st_ctim
        #else
            st_ctimespec
        #endif
    }

    fileprivate var modified: timespec {
        #if canImport(Glibc)
            st_mtim
        #else
            st_mtimespec
        #endif
    }
}

@Sendable private func writeAll(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer, _ offset: Int) -> Bool {
    var done = 0
    while done < bytes.count {
        let written = pwrite(
            descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done, off_t(offset + done))
        if written < 0 && errno == EINTR { continue }
        guard written > 0 else { return false }
        done += written
    }
    return true
}
