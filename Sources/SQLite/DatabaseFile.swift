#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The file behind a path, as it was when the database was opened.
///
/// A connection goes on writing into a file that was removed or replaced, and nobody ever finds what it wrote
/// there: whoever acknowledges writes looks first whether the path still leads to the same file.
public struct DatabaseFile: Sendable {
    private let path: String
    private let identity: Identity?

    private struct Identity: Equatable {
        let device: dev_t
        let inode: ino_t
    }

    /// The file that `path` leads to now.
    public init(path: String) {
        self.path = path
        identity = Self.identity(of: path)
    }

    /// Whether the path leads to another file by now, or to none; never so where there was no file.
    ///
    /// One system call. The number of an open file is not given to another one.
    public var hasMoved: Bool { identity != nil && Self.identity(of: path) != identity }

    private static func identity(of path: String) -> Identity? {
        var facts = stat()
        guard stat(path, &facts) == 0 else { return nil }
        return Identity(device: facts.st_dev, inode: facts.st_ino)
    }
}
