public import Bytes

/// The calls into the operating system that the adapter makes, so that tests can make each of them fail.
///
/// Names are single path components, taken below an open folder; symbolic links are never followed there.
/// Nothing is repeated: an interrupted call fails with `EINTR` and a write may be short.
public protocol FileSystem: Sendable {
    /// Opens the folder `path`, following links.
    func openFolder(_ path: String) throws(SystemCallFailure) -> OpenFile
    /// Makes the folder `path`, for its owner only.
    func makeFolder(_ path: String) throws(SystemCallFailure)
    /// Opens the folder `name`.
    func openFolder(_ name: String, in folder: OpenFile) throws(SystemCallFailure) -> OpenFile
    /// Makes the folder `name`, for its owner only.
    func makeFolder(_ name: String, in folder: OpenFile) throws(SystemCallFailure)
    /// The names in a folder, in any order, without `.` and `..`.
    func names(in folder: OpenFile) throws(SystemCallFailure) -> [String]
    /// Opens the file `name` for reading.
    func openFile(_ name: String, in folder: OpenFile) throws(SystemCallFailure) -> OpenFile
    /// Makes the file `name`, which must not exist, and opens it for writing.
    func createFile(_ name: String, in folder: OpenFile) throws(SystemCallFailure) -> OpenFile
    /// Writes at the end of what was written; the number of bytes that were taken.
    func write(_ bytes: ArraySlice<UInt8>, to file: OpenFile) throws(SystemCallFailure) -> Int
    /// Returns when a file's bytes, or a folder's names, survive a crash.
    func sync(_ file: OpenFile) throws(SystemCallFailure)
    /// Gives an entry another folder and name; fails with `EEXIST` where the name is taken.
    func move(_ name: String, in source: OpenFile, to newName: String, in target: OpenFile)
        throws(SystemCallFailure)
    /// Removes an entry that is not a folder.
    func remove(_ name: String, in folder: OpenFile) throws(SystemCallFailure)
    /// What is known of an open file.
    func facts(of file: OpenFile) throws(SystemCallFailure) -> FileFacts
    /// What is known of the entry `name`.
    func facts(of name: String, in folder: OpenFile) throws(SystemCallFailure) -> FileFacts
}

/// A call that the operating system refused.
public struct SystemCallFailure: Error, Equatable {
    /// Its `errno`.
    public let code: Int32
    /// The call, such as `fsync`.
    public let call: String

    /// The failure of `call` with `code`.
    public init(_ code: Int32, in call: String) {
        self.code = code
        self.call = call
    }
}

/// What the operating system knows of a file.
public struct FileFacts: Sendable, Equatable {
    /// What it is.
    public enum Kind: Sendable { case regular, folder, other }

    /// What it is.
    public var kind: Kind
    /// The number of bytes.
    public var size: Int
    /// When its bytes last changed, in milliseconds since 1970.
    public var modified: Int64
    /// The file system that it is on.
    public var device: UInt64
    /// Its number there.
    public var inode: UInt64
    /// How many names it has.
    public var links: Int

    /// Whether both are the same file.
    public func isSameFile(as other: FileFacts) -> Bool { device == other.device && inode == other.inode }
}
