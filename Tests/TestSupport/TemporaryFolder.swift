#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A folder that could not be made for a test.
public struct TemporaryFolderFailure: Error {
    /// The `errno`.
    public let code: Int32
}

/// Runs `body` with the path of a new empty folder, which is removed with all it holds afterwards.
public func withTemporaryFolder<Value>(
    isolation: isolated (any Actor)? = #isolation, _ body: (String) async throws -> Value
) async throws -> Value {
    let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(base)/raster-test-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw TemporaryFolderFailure(code: errno) }
    let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer { removeTree(path) }
    return try await body(path)
}

/// Removes `path` and, where it is a folder, all below it; links are removed, not followed.
public func removeTree(_ path: String) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFDIR else {
        unlink(path)
        return
    }
    for name in entries(of: path) { removeTree("\(path)/\(name)") }
    rmdir(path)
}

/// The names in the folder `path`, sorted, without `.` and `..`; none where it cannot be read.
public func entries(of path: String) -> [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
        names.append(
            withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            })
    }
    return names.filter { $0 != "." && $0 != ".." }.sorted()
}

/// The paths of all files and links below `path`, relative to it, sorted.
public func tree(of path: String) -> [String] {
    entries(of: path).flatMap { name -> [String] in
        var status = stat()
        guard lstat("\(path)/\(name)", &status) == 0 else { return [] }
        guard status.st_mode & S_IFMT == S_IFDIR else { return [name] }
        return tree(of: "\(path)/\(name)").map { "\(name)/\($0)" }
    }
}
