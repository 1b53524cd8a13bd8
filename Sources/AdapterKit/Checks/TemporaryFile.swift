import Bytes

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// An open file without a name that holds `bytes`.
func temporaryFile(_ bytes: [UInt8]) throws -> OpenFile {
    guard let stream = tmpfile() else { throw Broken("no temporary file can be made: \(errno)") }
    defer { fclose(stream) }
    let descriptor = dup(fileno(stream))
    guard descriptor >= 0 else { throw Broken("no descriptor is left: \(errno)") }
    let file = OpenFile(descriptor: descriptor)
    try fill(descriptor, bytes)
    return file
}

/// A file at `path` that holds `bytes`, synced as whoever spools does it.
func spooledFile(_ bytes: [UInt8], at path: String) throws -> OpenFile {
    let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw Broken("no file can be made at \(path): \(errno)") }
    let file = OpenFile(descriptor: descriptor, path: path)
    try fill(descriptor, bytes)
    guard fsync(descriptor) == 0 else { throw Broken("the file cannot be synced: \(errno)") }
    return file
}

/// Removes a file that was spooled, where it is still there.
func removeFile(of file: OpenFile) {
    if let path = file.path { unlink(path) }
}

private func fill(_ descriptor: Int32, _ bytes: [UInt8]) throws {
    var written = 0
    while written < bytes.count {
        let count = bytes[written...].withUnsafeBytes {
            pwrite(descriptor, $0.baseAddress, $0.count, off_t(written))
        }
        guard count > 0 else { throw Broken("the file cannot be written: \(errno)") }
        written += count
    }
}
