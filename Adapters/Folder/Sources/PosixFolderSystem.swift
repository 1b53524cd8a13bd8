public import Bytes
import Raster

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The file system of this machine.
public struct PosixFolderSystem: FolderSystem {
    private let confinement: OpenFile.Confinement

    /// The file system of this machine; `confinement` is how files are kept below the root.
    public init(confinement: OpenFile.Confinement = .automatic) { self.confinement = confinement }

    /// `open` with `O_DIRECTORY`.
    public func openRoot(_ path: String) throws(FolderCallFailure) -> OpenFile {
        while true {
            let descriptor = systemOpen(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            if descriptor >= 0 { return OpenFile(descriptor: descriptor, path: path) }
            guard errno == EINTR else { throw FolderCallFailure(errno, in: "open") }
        }
    }

    /// `openat2` with `RESOLVE_BENEATH`, or its like.
    public func open(_ path: [UInt8], below root: OpenFile) throws(FolderCallFailure) -> OpenFile {
        try opened(root.open(below: path, confinement), "openat2")
    }

    /// `openat` with `O_DIRECTORY` and `O_NOFOLLOW`.
    public func openFolder(_ name: [UInt8], in folder: OpenFile) throws(FolderCallFailure) -> OpenFile {
        try opened(folder.openEntry(name, O_RDONLY | O_DIRECTORY), "openat")
    }

    /// `fdopendir` on a descriptor of its own.
    public func entries(of folder: OpenFile) throws(FolderCallFailure) -> any FolderEntries {
        let descriptor = openat(folder.descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FolderCallFailure(errno, in: "openat") }
        guard let stream = fdopendir(descriptor) else {
            let code = errno
            close(descriptor)
            throw FolderCallFailure(code, in: "fdopendir")
        }
        return PosixFolderEntries(stream)
    }

    /// `fstat`.
    public func status(of file: OpenFile) throws(FolderCallFailure) -> FileStatus {
        var facts = stat()
        guard fstat(file.descriptor, &facts) == 0 else { throw FolderCallFailure(errno, in: "fstat") }
        return FileStatus(facts)
    }

    /// `fstatat`, without following a link.
    public func status(of name: [UInt8], in folder: OpenFile) throws(FolderCallFailure) -> FileStatus {
        var facts = stat()
        let result = name.withCName { fstatat(folder.descriptor, $0, &facts, AT_SYMLINK_NOFOLLOW) }
        guard result == 0 else { throw FolderCallFailure(errno, in: "fstatat") }
        return FileStatus(facts)
    }

    /// `unlinkat`.
    public func remove(_ name: [UInt8], in folder: OpenFile) throws(FolderCallFailure) {
        let result = name.withCName { unlinkat(folder.descriptor, $0, 0) }
        guard result == 0 else { throw FolderCallFailure(errno, in: "unlinkat") }
    }

    /// `fsync`.
    public func sync(_ folder: OpenFile) throws(FolderCallFailure) {
        guard fsync(folder.descriptor) == 0 else { throw FolderCallFailure(errno, in: "fsync") }
    }

    private func opened(
        _ outcome: (file: OpenFile?, code: Int32), _ call: String
    ) throws(FolderCallFailure) -> OpenFile {
        guard let file = outcome.file else { throw FolderCallFailure(outcome.code, in: call) }
        return file
    }
}

/// `readdir`, entry by entry.
private final class PosixFolderEntries: FolderEntries {
    private let stream: Stream

    init(_ stream: Stream) { self.stream = stream }

    deinit { closedir(stream) }

    func next() throws(FolderCallFailure) -> FolderEntry? {
        while true {
            errno = 0
            guard let entry = readdir(stream) else {
                guard errno == 0 else { throw FolderCallFailure(errno, in: "readdir") }
                return nil
            }
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                [UInt8](bytes.prefix { $0 != 0 })
            }
            guard !name.elementsEqual(".".utf8), !name.elementsEqual("..".utf8) else { continue }
            return FolderEntry(name: name, kind: Self.kind(Int32(entry.pointee.d_type)))
        }
    }

    private static func kind(_ type: Int32) -> EntryKind? {
        switch type {
        case Int32(DT_REG): .regular
        case Int32(DT_DIR): .folder
        case Int32(DT_LNK): .link
        case Int32(DT_UNKNOWN): nil
        default: .special
        }
    }
}

#if canImport(Glibc)
    private typealias Stream = OpaquePointer
#else
    private typealias Stream = UnsafeMutablePointer<DIR>
#endif

extension FileStatus {
    /// What `facts` say.
    fileprivate init(_ facts: stat) {
        let kind: EntryKind =
            switch facts.st_mode & S_IFMT {
            case S_IFREG: .regular
            case S_IFDIR: .folder
            case S_IFLNK: .link
            default: .special
            }
        #if canImport(Glibc)
            let time = facts.st_mtim
        #else
            let time = facts.st_mtimespec
        #endif
        let seconds = Int64(time.tv_sec).multipliedReportingOverflow(by: 1_000_000_000)
        self.init(
            kind: kind,
            figures: FileFigures(
                identity: FileIdentity(
                    device: Int64(truncatingIfNeeded: facts.st_dev),
                    inode: Int64(truncatingIfNeeded: facts.st_ino)),
                size: Int(facts.st_size),
                // A date beyond the year 2262 is as late as can be told.
                modified: seconds.overflow ? .max : seconds.partialValue &+ Int64(time.tv_nsec)))
    }
}

extension [UInt8] {
    /// Calls `body` with the bytes as the C library wants a name.
    fileprivate func withCName<Value>(_ body: (UnsafePointer<CChar>) -> Value) -> Value {
        let text = map { CChar(bitPattern: $0) } + [0]
        return text.withUnsafeBufferPointer { buffer in
            // There is always the terminating zero.
            buffer.baseAddress.map(body) ?? body("")
        }
    }
}

// Inside a type with a method `open` the function of that name is hidden.
private func systemOpen(_ path: String, _ flags: Int32) -> Int32 { open(path, flags) }
