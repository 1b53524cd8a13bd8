public import Bytes

/// An asset as it is at one moment, held still: what is sent is what the tag stands for.
public struct Revision: Sendable {
    /// The number of bytes.
    public let size: Int
    /// When they last changed.
    public let modified: Timestamp
    /// Visible ASCII without `"`: the same tag, the same bytes.
    public let tag: String
    private let bytes: @Sendable (ByteRange?) -> Content

    /// A revision whose bytes, all or a part that lies within, are what `bytes` gives.
    public init(
        size: Int, modified: Timestamp, tag: String, bytes: @escaping @Sendable (ByteRange?) -> Content
    ) {
        self.size = size
        self.modified = modified
        self.tag = tag
        self.bytes = bytes
    }

    /// The bytes, all or a part; the part must lie within.
    public func content(_ range: ByteRange? = nil) -> Content { bytes(range) }
}

/// Opens assets that others may change behind the gateway's back, each time as they are then.
public protocol Revising: Sendable {
    /// The asset as it is now. Throws `.notFound` when there is none.
    func revision(of id: NativeID) async throws(StorageError) -> Revision
}
