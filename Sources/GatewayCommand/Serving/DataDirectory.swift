import Foundation

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The folder that holds a catalog and its files, for its owner's eyes only.
struct DataDirectory: Sendable {
    /// Its path, absolute.
    let path: String

    /// The folder at `path`, made with mode 0700 where it is missing.
    init(at path: String) throws {
        self.path = URL(filePath: path).standardizedFileURL.path(percentEncoded: false)
            .trimmingSuffix("/")
        try FileManager.default.createDirectory(
            atPath: self.path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        guard chmod(self.path, 0o700) == 0 else {
            throw CommandFailure("cannot make \(self.path) private: \(String(cString: strerror(errno)))")
        }
    }

    /// The catalog's file.
    var catalog: String { "\(path)/catalog.sqlite" }
}

/// The right to sweep, purge and resolve what a data directory holds: one process at a time (DESIGN 4).
///
/// A `flock` that the kernel drops with the process, however it dies.
final class OwnerLock: Sendable {
    /// Whose it is, if someone else's.
    struct Held: Error {
        /// The process that holds it, where it could be read.
        let processID: Int32?
    }

    private let descriptor: Int32

    /// Takes the lock of `directory`.
    ///
    /// Throws ``Held`` where another process has it.
    convenience init(_ directory: DataDirectory) throws {
        try self.init(at: "\(directory.path)/owner.lock", creates: true)
    }

    /// Takes the lock in the file at `path`, which is made where it is missing if `creates`.
    init(at path: String, creates: Bool) throws {
        let descriptor = open(path, O_RDWR | O_CLOEXEC | (creates ? O_CREAT : 0), 0o600)
        guard descriptor >= 0 else {
            throw CommandFailure("cannot open \(path): \(String(cString: strerror(errno)))")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            defer { close(descriptor) }
            throw Held(processID: Self.readProcessID(descriptor))
        }
        self.descriptor = descriptor
        let text = "\(getpid())\n"
        ftruncate(descriptor, 0)
        pwrite(descriptor, text, text.utf8.count, 0)
    }

    deinit { close(descriptor) }

    private static func readProcessID(_ descriptor: Int32) -> Int32? {
        var bytes = [UInt8](repeating: 0, count: 32)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        guard count > 0 else { return nil }
        let text = String(decoding: bytes.prefix(count), as: UTF8.self)
        return Int32(text.prefix { $0.isNumber })
    }
}

/// Why a command failed, in a sentence that says what to do.
struct CommandFailure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

extension String {
    /// Without `suffix` at the end, unless nothing would be left.
    func trimmingSuffix(_ suffix: String) -> String {
        count > suffix.count && hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
    }
}
