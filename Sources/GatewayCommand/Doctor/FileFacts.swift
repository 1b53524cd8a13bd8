#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What the system says about a file or folder.
struct FileFacts: Sendable, Equatable {
    /// The permission bits.
    var mode: UInt32
    /// The user that it belongs to.
    var owner: UInt32
    /// Its length in bytes.
    var size: Int
    /// Whether it is a folder.
    var isFolder = false
}

extension FileFacts {
    /// What is known of the file at `path`, links followed; `nil` where there is none.
    init?(_ path: String) {
        var facts = stat()
        guard stat(path, &facts) == 0 else { return nil }
        mode = UInt32(facts.st_mode) & 0o7777
        owner = facts.st_uid
        size = Int(facts.st_size)
        isFolder = facts.st_mode & S_IFMT == S_IFDIR
    }
}

/// Which file something is, whatever it is called.
struct FileIdentity: Sendable, Equatable {
    /// The file system.
    let device: UInt64
    /// The file in it.
    let number: UInt64

    /// That of the file at `path`, links followed; `nil` where there is none.
    init?(_ path: String) {
        var facts = stat()
        guard stat(path, &facts) == 0 else { return nil }
        device = UInt64(truncatingIfNeeded: facts.st_dev)
        number = UInt64(facts.st_ino)
    }
}
