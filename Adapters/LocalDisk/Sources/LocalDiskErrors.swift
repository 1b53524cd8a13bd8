import Glibc
import Raster

extension StorageError {
    /// What a refused system call amounts to, leaving `effect` behind.
    init(_ failure: SystemCallFailure, effect: Effect = .none) {
        let (kind, retry, side) = Self.meaning(of: failure.code)
        self.init(
            kind, "\(failure.call): \(String(cString: strerror(failure.code)))", retry: retry, effect: effect,
            side: side, cause: failure)
    }

    /// The one table from `errno` to what callers act on.
    private static func meaning(of code: Int32) -> (Kind, Retry, Side) {
        switch code {
        case ENOENT: (.notFound, .never, .target)
        case EEXIST: (.alreadyExists, .never, .target)
        case ENOSPC, EDQUOT: (.insufficientStorage, .allowed, .target)
        case EFBIG: (.tooLarge, .never, .target)
        case EACCES, EPERM: (.denied, .never, .target)
        // A link, a folder or a device lies where an asset's file or its folder should be.
        case ELOOP, ENOTDIR, EISDIR, ENXIO: (.malformed, .never, .target)
        case EIO, EROFS, ESTALE, ENODEV, ETIMEDOUT, EBUSY, EAGAIN: (.unavailable, .allowed, .target)
        case EMFILE, ENFILE, ENOMEM, EINTR: (.unavailable, .allowed, .gateway)
        default: (.internal, .never, .gateway)
        }
    }

    /// What lies in an asset's place is no file.
    static var notAFile: StorageError {
        StorageError(.malformed, "what lies in the asset's place is not a regular file")
    }

    /// There is no such asset.
    static var noSuchAsset: StorageError { StorageError(.notFound, "there is no such file") }
}

/// Runs `body` and says what its failure amounts to.
func translating<Value>(_ body: () throws(SystemCallFailure) -> Value) throws(StorageError) -> Value {
    do { return try body() } catch { throw StorageError(error) }
}
