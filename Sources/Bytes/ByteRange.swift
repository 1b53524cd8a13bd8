/// A contiguous part of some bytes: `length` of them from `offset`.
public struct ByteRange: Hashable, Sendable {
    /// The index of the first byte, from 0.
    public let offset: Int
    /// The number of bytes; may be 0.
    public let length: Int

    /// A part of `length` bytes from `offset`, both at least 0.
    public init(offset: Int, length: Int) {
        precondition(offset >= 0 && length >= 0, "a range has no negative ends")
        self.offset = offset
        self.length = length
    }

    /// The index after the last byte.
    public var end: Int { offset + length }
}
