public import Bytes
import Glibc

extension PosixFileSystem {
    /// `fstat`.
    public func facts(of file: OpenFile) throws(SystemCallFailure) -> FileFacts {
        var status = stat()
        try check(fstat(file.descriptor, &status), "fstat")
        return FileFacts(status)
    }

    /// `fstatat`, without following a link.
    public func facts(of name: String, in folder: OpenFile) throws(SystemCallFailure) -> FileFacts {
        var status = stat()
        try check(fstatat(folder.descriptor, name, &status, AT_SYMLINK_NOFOLLOW), "fstatat")
        return FileFacts(status)
    }

    /// `readdir` to the end, without `.` and `..`.
    public func names(in folder: OpenFile) throws(SystemCallFailure) -> [String] {
        // A descriptor of its own, since reading a folder moves the descriptor's position.
        let descriptor = try check(
            openat(folder.descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC), "openat")
        guard let entries = fdopendir(descriptor) else {
            let code = errno
            close(descriptor)
            throw SystemCallFailure(code, in: "fdopendir")
        }
        defer { closedir(entries) }
        var names: [String] = []
        errno = 0
        while let entry = readdir(entries) {
            names.append(name(of: entry))
            errno = 0
        }
        guard errno == 0 else { throw SystemCallFailure(errno, in: "readdir") }
        return names.filter { $0 != "." && $0 != ".." }
    }

    private func name(of entry: UnsafeMutablePointer<dirent>) -> String {
        withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
    }
}

extension FileFacts {
    /// What `status` says.
    init(_ status: stat) {
        let kind: Kind =
            switch status.st_mode & S_IFMT {
            case S_IFREG: .regular
            case S_IFDIR: .folder
            default: .other
            }
        self.init(
            kind: kind, size: Int(status.st_size),
            modified: Int64(status.st_mtim.tv_sec) * 1000 + Int64(status.st_mtim.tv_nsec) / 1_000_000,
            device: UInt64(status.st_dev), inode: UInt64(status.st_ino), links: Int(status.st_nlink))
    }
}
