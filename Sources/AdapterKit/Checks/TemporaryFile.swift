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
    var written = 0
    while written < bytes.count {
        let count = bytes[written...].withUnsafeBytes {
            pwrite(descriptor, $0.baseAddress, $0.count, off_t(written))
        }
        guard count > 0 else { throw Broken("the temporary file cannot be written: \(errno)") }
        written += count
    }
    return file
}
