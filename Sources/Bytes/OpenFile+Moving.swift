import CPlatform

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension OpenFile {
    /// Moves the entry `name` of this open folder to `newName` in `target`, unless there is one already.
    ///
    /// One atomic call where the file system has it; otherwise a second link that cannot replace anything,
    /// whose first name is then removed. Answers the `errno`, which is `EEXIST` where the name is taken, or 0.
    public func moveEntry(_ name: String, to target: OpenFile, as newName: String) -> Int32 {
        if gw_rename_exclusively(descriptor, name, target.descriptor, newName) == 0 { return 0 }
        guard [EINVAL, ENOSYS, ENOTSUP].contains(errno) else { return errno }
        guard linkat(descriptor, name, target.descriptor, newName, 0) == 0 else { return errno }
        // The move is done; a first name that stays behind is a leftover, not a failure.
        _ = unlinkat(descriptor, name, 0)
        return 0
    }
}
