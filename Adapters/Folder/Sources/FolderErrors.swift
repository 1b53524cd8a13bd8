import Raster

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension StorageError {
    /// What a refused system call amounts to, leaving `effect` behind.
    init(_ failure: FolderCallFailure, effect: Effect = .none) {
        let (kind, retry) = Self.meaning(of: failure.code)
        self.init(
            kind, "\(failure.call): \(failure.reason)", retry: retry, effect: effect, side: .target,
            cause: failure)
    }

    /// The one table from `errno` to what callers act on.
    private static func meaning(of code: Int32) -> (Kind, Retry) {
        switch code {
        // A link, a folder or a socket in a file's place is as good as nothing: such are not adopted.
        case ENOENT, ENOTDIR, ELOOP, EXDEV, ENXIO, ENAMETOOLONG: (.notFound, .never)
        // Whoever keeps the files may allow it again; a client is told to come back.
        case EACCES, EPERM: (.unavailable, .allowed)
        case EIO, EROFS, ESTALE, ENODEV, ETIMEDOUT, EBUSY, EAGAIN, EMFILE, ENFILE, ENOMEM, EINTR:
            (.unavailable, .allowed)
        default: (.internal, .never)
        }
    }

    /// There is no such file.
    static var noSuchFile: StorageError { StorageError(.notFound, "there is no such file") }
}

extension FolderCallFailure {
    /// The system's words for it.
    var reason: String { String(cString: strerror(code)) }

    /// Whether what was listed is no longer there, or no longer what it was.
    var meansGone: Bool { [ENOENT, ENOTDIR, ELOOP].contains(code) }
}

/// Runs `body` and says what its failure amounts to.
func translating<Value>(_ body: () throws(FolderCallFailure) -> Value) throws(StorageError) -> Value {
    do { return try body() } catch { throw StorageError(error) }
}
