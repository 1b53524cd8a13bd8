import Foundation

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Where uploads wait that no disk store takes over: a folder in the data directory.
struct SpoolFolder: Sendable {
    /// Its path.
    let path: String
    private let isOurs: Bool

    /// The folder in `directory`, made where it is missing; `others` are those that stores look after themselves.
    init(in directory: DataDirectory, beside others: [String]) throws {
        path = "\(directory.path)/spool"
        isOurs = !others.contains(path)
        guard isOurs, mkdir(path, 0o700) != 0, errno != EEXIST else { return }
        throw CommandFailure("cannot make \(path): \(String(cString: strerror(errno)))")
    }

    /// Removes what a crash has left; how many files.
    ///
    /// Only for the owner of the data, at its start.
    func sweep() throws -> Int {
        guard isOurs else { return 0 }
        let names = try FileManager.default.contentsOfDirectory(atPath: path)
        return names.count { unlink("\(path)/\($0)") == 0 }
    }
}
