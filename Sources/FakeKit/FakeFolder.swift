#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The folder that a fake keeps its state in; one that it made for itself goes with it.
public final class FakeFolder: Sendable {
    /// Where it is.
    public let path: String
    /// Whether it goes with this object.
    public let isTemporary: Bool

    /// The folder at `path`, made where it is missing, or without one a temporary folder.
    public init(_ path: String? = nil) throws {
        isTemporary = path == nil
        if let path {
            self.path = path
            guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw FakeFailure(call: "mkdir \(path)") }
        } else {
            let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
            var template = Array("\(base)/raster-fake-XXXXXX".utf8CString)
            guard mkdtemp(&template) != nil else { throw FakeFailure(call: "mkdtemp in \(base)") }
            self.path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
    }

    deinit { removeIfTemporary() }

    /// Removes it with all it holds, where it was made for this object.
    public func removeIfTemporary() { if isTemporary { Self.remove(path) } }

    /// Makes the folder `name` in it, and tells where that is.
    func make(_ name: String) throws -> String {
        let inner = "\(path)/\(name)"
        guard mkdir(inner, 0o700) == 0 || errno == EEXIST else { throw FakeFailure(call: "mkdir \(inner)") }
        return inner
    }

    /// The names in the folder at `path`.
    static func names(in path: String) -> [String] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    private static func remove(_ path: String) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            unlink(path)
            return
        }
        for name in names(in: path) { remove("\(path)/\(name)") }
        rmdir(path)
    }

    /// The bytes of the file `name` in it; `nil` where there is none.
    public func read(_ name: String) -> [UInt8]? {
        let descriptor = open("\(path)/\(name)", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var all: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = systemRead(descriptor, &piece, piece.count)
            guard count > 0 else { return count == 0 ? all : nil }
            all += piece.prefix(count)
        }
    }

    /// Puts `bytes` into the file `name` of it: whoever is killed leaves the old file or the new one.
    public func write(_ bytes: [UInt8], to name: String) throws {
        let next = "\(path)/\(name).next"
        let descriptor = open(next, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw FakeFailure(call: "open \(next)") }
        defer { close(descriptor) }
        try writeAll(descriptor, bytes)
        guard rename(next, "\(path)/\(name)") == 0 else { throw FakeFailure(call: "rename \(next)") }
    }
}

// Inside a type with methods of these names the system's functions are hidden.
private func systemRead(_ descriptor: Int32, _ target: UnsafeMutablePointer<UInt8>, _ count: Int) -> Int {
    read(descriptor, target, count)
}

/// Writes all of `bytes`.
func writeAll(_ descriptor: Int32, _ bytes: [UInt8]) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
        let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else { throw FakeFailure(call: "write") }
        rest = rest.dropFirst(count)
    }
}
