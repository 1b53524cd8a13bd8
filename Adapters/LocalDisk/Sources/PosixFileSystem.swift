public import Bytes
import Glibc

/// The file system of this machine.
public struct PosixFileSystem: FileSystem {
    /// The file system of this machine.
    public init() {}

    /// `open` with `O_DIRECTORY`.
    public func openFolder(_ path: String) throws(SystemCallFailure) -> OpenFile {
        let descriptor = try check(Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC), "open")
        return OpenFile(descriptor: descriptor, path: path)
    }

    /// `mkdir` with mode 0700.
    public func makeFolder(_ path: String) throws(SystemCallFailure) {
        try check(mkdir(path, 0o700), "mkdir")
    }

    /// `openat` with `O_DIRECTORY` and `O_NOFOLLOW`.
    public func openFolder(_ name: String, in folder: OpenFile) throws(SystemCallFailure) -> OpenFile {
        try open(name, in: folder, O_RDONLY | O_DIRECTORY)
    }

    /// `mkdirat` with mode 0700.
    public func makeFolder(_ name: String, in folder: OpenFile) throws(SystemCallFailure) {
        try check(mkdirat(folder.descriptor, name, 0o700), "mkdirat")
    }

    /// `openat` for reading, with `O_NOFOLLOW`.
    public func openFile(_ name: String, in folder: OpenFile) throws(SystemCallFailure) -> OpenFile {
        // Without O_NONBLOCK a pipe that lies in the file's place would hold the thread.
        try open(name, in: folder, O_RDONLY | O_NONBLOCK)
    }

    /// `openat` with `O_CREAT` and `O_EXCL`, mode 0600.
    public func createFile(_ name: String, in folder: OpenFile) throws(SystemCallFailure) -> OpenFile {
        try open(name, in: folder, O_WRONLY | O_CREAT | O_EXCL)
    }

    /// `write`; it may take fewer bytes than there are.
    public func write(_ bytes: ArraySlice<UInt8>, to file: OpenFile) throws(SystemCallFailure) -> Int {
        let written = bytes.withUnsafeBytes { Glibc.write(file.descriptor, $0.baseAddress, $0.count) }
        return try check(written, "write")
    }

    /// `fsync`.
    public func sync(_ file: OpenFile) throws(SystemCallFailure) {
        try check(fsync(file.descriptor), "fsync")
    }

    /// A rename that overwrites nothing.
    public func move(_ name: String, in source: OpenFile, to newName: String, in target: OpenFile)
        throws(SystemCallFailure)
    {
        let code = source.moveEntry(name, to: target, as: newName)
        guard code == 0 else { throw SystemCallFailure(code, in: "rename") }
    }

    /// `unlinkat`.
    public func remove(_ name: String, in folder: OpenFile) throws(SystemCallFailure) {
        try check(unlinkat(folder.descriptor, name, 0), "unlinkat")
    }

    private func open(_ name: String, in folder: OpenFile, _ flags: Int32) throws(SystemCallFailure)
        -> OpenFile
    {
        let all = flags | O_NOFOLLOW | O_CLOEXEC
        let descriptor = try check(openat(folder.descriptor, name, all, 0o600), "openat")
        return OpenFile(descriptor: descriptor, path: folder.path.map { $0 + "/" + name })
    }

    @discardableResult
    func check<Result: SignedInteger>(_ result: Result, _ call: String) throws(SystemCallFailure) -> Result {
        guard result >= 0 else { throw SystemCallFailure(errno, in: call) }
        return result
    }
}
