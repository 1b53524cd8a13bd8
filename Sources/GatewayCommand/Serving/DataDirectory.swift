import Bytes
import Foundation
import Gateway

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
        let code = Self.make(self.path)
        guard code == 0 else { throw Self.refusal(self.path, code) }
        guard chmod(self.path, 0o700) == 0 else {
            throw CommandFailure("cannot make \(self.path) private: \(String(cString: strerror(errno)))")
        }
    }

    /// Makes the folder `path` and those above it; the `errno` of what failed, or 0.
    private static func make(_ path: String) -> Int32 {
        var facts = stat()
        if stat(path, &facts) == 0 { return facts.st_mode & S_IFMT == S_IFDIR ? 0 : ENOTDIR }
        if let slash = path.lastIndex(of: "/"), slash > path.startIndex {
            let code = make(String(path[..<slash]))
            guard code == 0 else { return code }
        }
        return mkdir(path, 0o700) == 0 || errno == EEXIST ? 0 : errno
    }

    private static func refusal(_ path: String, _ code: Int32) -> CommandFailure {
        CommandFailure(
            "\(path) cannot be the data directory: \(String(cString: strerror(code))); name a folder that "
                + "this user may write to with --data")
    }

    /// The catalog's file.
    var catalog: String { "\(path)/catalog.sqlite" }

    /// A name for the data in the folder `path`; `nil` where there are none.
    ///
    /// It is the same to everyone who looks on this machine, tells a gateway from another, and says nothing of where
    /// its data lie.
    static func instance(of path: String) -> String? {
        let identities = [path, "\(path)/catalog.sqlite"].compactMap { FileIdentity($0) }
        guard identities.count == 2 else { return nil }
        let text = identities.map { "\($0.device):\($0.number)" }.joined(separator: " ")
        return (try? NewSecret.digest(of: "raster-gateway \(text)")).map { String($0.description.prefix(16)) }
    }

    /// Whether there is a catalog; an empty file is none.
    var hasCatalog: Bool {
        var facts = stat()
        return stat(catalog, &facts) == 0 && facts.st_size > 0
    }
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
    /// How the program ends.
    let code: ExitCode

    init(_ description: String, _ code: ExitCode = .failed) {
        self.description = description
        self.code = code
    }
}

extension String {
    /// Without `suffix` at the end, unless nothing would be left.
    func trimmingSuffix(_ suffix: String) -> String {
        count > suffix.count && hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
    }
}
