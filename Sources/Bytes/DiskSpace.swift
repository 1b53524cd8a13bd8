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
        var facts = statvfs()
        var result: Int32
        repeat { result = statvfs(path, &facts) } while result != 0 && errno == EINTR
        guard result == 0 else { return nil }
        let (bytes, overflow) = Int(facts.f_bavail).multipliedReportingOverflow(by: Int(facts.f_frsize))
        return overflow ? Int.max : bytes
    }
}
