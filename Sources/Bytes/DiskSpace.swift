#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The room on a file system.
public enum DiskSpace {
    /// The bytes that unprivileged processes may still use on the file system that holds `path`; `nil` where
    /// the system does not say.
    public static func availableBytes(at path: String) -> Int? {
        facts(at: path).map { bytes($0.f_bavail, $0) }
    }

    /// The bytes that the file system which holds `path` has in all; `nil` where the system does not say.
    public static func totalBytes(at path: String) -> Int? {
        facts(at: path).map { bytes($0.f_blocks, $0) }
    }

    /// How many files may still be made on the file system that holds `path`, and how many it can have in all.
    ///
    /// `nil` where the system does not say, as where there is no such limit.
    public static func files(at path: String) -> (available: Int, total: Int)? {
        guard let facts = facts(at: path), facts.f_files > 0 else { return nil }
        return (Int(clamping: facts.f_favail), Int(clamping: facts.f_files))
    }

    private static func facts(at path: String) -> statvfs? {
        var facts = statvfs()
        var result: Int32
        repeat { result = statvfs(path, &facts) } while result != 0 && errno == EINTR
        return result == 0 ? facts : nil
    }

    private static func bytes(_ blocks: fsblkcnt_t, _ facts: statvfs) -> Int {
        let (bytes, overflow) = Int(blocks).multipliedReportingOverflow(by: Int(facts.f_frsize))
        return overflow ? Int.max : bytes
    }
}
