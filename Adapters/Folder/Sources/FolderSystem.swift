public import Bytes
public import Raster

/// The calls into the operating system that the adapter makes, so that tests can make each of them fail.
///
/// Names are the bytes of single path components; symbolic links are never followed below the root.
public protocol FolderSystem: Sendable {
    /// Opens the folder `path`, following links.
    func openRoot(_ path: String) throws(FolderCallFailure) -> OpenFile
    /// Opens what lies at `path` below `root` for reading.
    func open(_ path: [UInt8], below root: OpenFile) throws(FolderCallFailure) -> OpenFile
    /// Opens the folder `name`.
    func openFolder(_ name: [UInt8], in folder: OpenFile) throws(FolderCallFailure) -> OpenFile
    /// What a folder holds, one entry after the other.
    func entries(of folder: OpenFile) throws(FolderCallFailure) -> any FolderEntries
    /// What is known of an open file.
    func status(of file: OpenFile) throws(FolderCallFailure) -> FileStatus
    /// What is known of the entry `name`.
    func status(of name: [UInt8], in folder: OpenFile) throws(FolderCallFailure) -> FileStatus
    /// Removes an entry that is not a folder.
    func remove(_ name: [UInt8], in folder: OpenFile) throws(FolderCallFailure)
    /// Returns when the names in a folder survive a crash.
    func sync(_ folder: OpenFile) throws(FolderCallFailure)
}

/// A call that the operating system refused.
public struct FolderCallFailure: Error, Equatable {
    /// Its `errno`.
    public let code: Int32
    /// The call, such as `readdir`.
    public let call: String

    /// The failure of `call` with `code`.
    public init(_ code: Int32, in call: String) {
        self.code = code
        self.call = call
    }
}

/// The entries of an open folder, in any order, without `.` and `..`; used by one task.
public protocol FolderEntries: AnyObject {
    /// The next entry, or `nil` at the end.
    func next() throws(FolderCallFailure) -> FolderEntry?
}

/// What lies under a name.
public enum EntryKind: Sendable {
    /// A file with bytes.
    case regular
    /// A folder.
    case folder
    /// A symbolic link.
    case link
    /// A pipe, a socket or a device.
    case special
}

/// One name in a folder.
public struct FolderEntry: Sendable {
    /// Its bytes.
    public var name: [UInt8]
    /// What lies there, where the folder itself knows.
    public var kind: EntryKind?

    /// The entry `name`.
    public init(name: [UInt8], kind: EntryKind?) {
        self.name = name
        self.kind = kind
    }
}

/// What the operating system knows of a file.
public struct FileStatus: Sendable {
    /// What it is.
    public var kind: EntryKind
    /// What is seen of it.
    public var figures: FileFigures

    /// A file of this kind.
    public init(kind: EntryKind, figures: FileFigures) {
        self.kind = kind
        self.figures = figures
    }
}
