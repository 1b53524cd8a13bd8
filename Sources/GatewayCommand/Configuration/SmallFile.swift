import Bytes

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Reads files whole that are known to be small, and of others no more than shows that they are not.
enum SmallFile {
    /// Why a file was not read, to stand after its name: `does not exist`.
    struct Failure: Error, Equatable {
        /// What is wrong with it.
        let reason: String
        /// What to do about it.
        let remedy: String

        /// The failure for `reason`.
        init(_ reason: String, remedy: String) {
            self.reason = reason
            self.remedy = remedy
        }
    }

    /// What may be read.
    enum Kind {
        /// Only what lies on a disk.
        case regular
        /// Also pipes, as a shell makes them for `<(…)`.
        case readable
    }

    /// The bytes of the file at `path`, at most `limit`.
    static func read(_ path: String, limit: Int, kind: Kind) throws(Failure) -> [UInt8] {
        var facts = stat()
        guard stat(path, &facts) == 0 else { throw failure(errno, path) }
        switch facts.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR: throw Failure("is a folder", remedy: "name the file in it")
        default:
            guard kind == .readable else {
                throw Failure("is no regular file", remedy: "name a file on a disk")
            }
        }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(errno, path) }
        let bytes = try contents(OpenFile(descriptor: descriptor), limit, path)
        guard bytes.count <= limit else {
            throw Failure(
                "is larger than \(limit >> 10) KiB",
                remedy: "see whether it is the right file, and shorten it")
        }
        return bytes
    }

    /// What the file holds, at most one byte more than `limit`.
    private static func contents(_ file: OpenFile, _ limit: Int, _ path: String) throws(Failure) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count <= limit {
            let count = systemRead(file.descriptor, &chunk, min(chunk.count, limit + 1 - bytes.count))
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw failure(errno, path) }
            guard count > 0 else { break }
            bytes += chunk.prefix(count)
        }
        return bytes
    }

    /// Why a system call failed at `path`.
    static func failure(_ code: Int32, _ path: String) -> Failure {
        switch code {
        case ENOENT, ENOTDIR:
            Failure("does not exist", remedy: "make it, or correct its path")
        case EACCES:
            Failure(
                "this user may not read",
                remedy: "give it to the user that runs the gateway: chown USER \(path.shellQuoted)")
        default:
            Failure(
                "cannot be read: \(String(cString: strerror(code)))", remedy: "see that its disk is mounted")
        }
    }
}

// Inside a type with a method `read` the function of that name is hidden.
private func systemRead(_ descriptor: Int32, _ start: UnsafeMutableRawPointer, _ count: Int) -> Int {
    read(descriptor, start, count)
}
