public import Bytes

/// What the file system knows a file or folder by, whatever its name.
public struct FileIdentity: Hashable, Sendable {
    /// The number of the file system; not the same after every start of the machine.
    public var device: Int64
    /// The number of the file there.
    public var inode: Int64

    /// The file `inode` of `device`.
    public init(device: Int64, inode: Int64) {
        self.device = device
        self.inode = inode
    }
}

/// What is seen of a file from outside.
public struct FileFigures: Hashable, Sendable {
    /// What the file system knows it by.
    public var identity: FileIdentity
    /// The number of bytes.
    public var size: Int
    /// When its bytes last changed, in nanoseconds since 1970.
    public var modified: Int64

    /// These figures.
    public init(identity: FileIdentity, size: Int, modified: Int64) {
        self.identity = identity
        self.size = size
        self.modified = modified
    }

    /// Whether the bytes are taken to be the same: the file system's number is left out, since it changes when
    /// a disk is mounted anew.
    public func showsNoChange(from other: FileFigures) -> Bool {
        identity.inode == other.identity.inode && size == other.size && modified == other.modified
    }
}

/// A file that a survey met.
public struct SurveyedFile: Hashable, Sendable {
    /// Its path below the root, as the adapter spells it.
    public var id: NativeID
    /// What is seen of it.
    public var figures: FileFigures

    /// The file `id`.
    public init(id: NativeID, figures: FileFigures) {
        self.id = id
        self.figures = figures
    }
}

/// Why a survey passes something over.
public enum SkipReason: String, Sendable, CaseIterable, Comparable {
    /// Its name begins with a dot.
    case hidden
    /// It is a symbolic link.
    case link
    /// It is a pipe, a socket or a device.
    case special
    /// It is a folder in which the gateway keeps its own data.
    case ownData

    /// By name.
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// A folder, or a file, that a survey could not read.
public struct UnreadablePlace: Hashable, Sendable {
    /// Its path below the root, as the adapter spells it; empty for the root itself.
    public var id: NativeID
    /// Why, for people.
    public var reason: String

    /// The place `id`.
    public init(id: NativeID, reason: String) {
        self.id = id
        self.reason = reason
    }
}

/// A few steps of a survey.
public struct SurveyBatch: Sendable {
    /// Regular files.
    public var files: [SurveyedFile] = []
    /// What was passed over, by reason.
    public var skipped: [SkipReason: Int] = [:]
    /// What could not be read; nothing is known of what lies below.
    public var unreadable: [UnreadablePlace] = []

    /// Nothing yet.
    public init() {}
}

/// A walk through a tree that is under way; used by one task.
public protocol Survey: AnyObject {
    /// What the next steps met, with about `limit` files; `nil` at the end.
    func next(limit: Int) throws(StorageError) -> SurveyBatch?
}

/// A file that is open for reading, with what is seen of it.
public struct OpenedFile: Sendable {
    /// The file.
    public var file: OpenFile
    /// What the descriptor itself says.
    public var figures: FileFigures

    /// `file` with its figures.
    public init(_ file: OpenFile, _ figures: FileFigures) {
        self.file = file
        self.figures = figures
    }
}

/// Walks through a tree of files that others keep.
///
/// Its calls wait for the disk on the thread that makes them.
public protocol Surveying: Sendable {
    /// What the root is now. Throws `.unavailable` where it cannot be reached.
    func rootIdentity() throws(StorageError) -> FileIdentity

    /// A walk through everything below the root, folder by folder.
    func survey() throws(StorageError) -> any Survey

    /// How many regular files a survey would meet, taken from the names alone; what cannot be read is left out.
    /// Gives up, with what it has, once `isCancelled`.
    func estimate(isCancelled: () -> Bool) throws(StorageError) -> Int

    /// What is seen of the file at a path, or `nil` where no regular file is.
    func look(at id: NativeID) throws(StorageError) -> FileFigures?

    /// Opens a file. Throws `.notFound` where no regular file is.
    func open(_ id: NativeID) throws(StorageError) -> OpenedFile

    /// The names on the way to a file, its own last, byte for byte.
    func names(of id: NativeID) -> [[UInt8]]
}
