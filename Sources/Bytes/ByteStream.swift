/// Bytes in motion: chunks that are pulled, once, by one task.
///
/// Nobody pulls, nobody reads: back-pressure costs nothing. The stream ends with `nil`; an error thrown by
/// `next()` means that the bytes seen so far are not all of them.
public struct ByteStream: Sendable {
    /// How many bytes the source promised, or `nil` where it did not say.
    public let length: Int?
    private let pull: @Sendable () async throws -> [UInt8]?

    /// A stream over `next`, which answers `nil` at the end and keeps doing so.
    public init(length: Int? = nil, next: @escaping @Sendable () async throws -> [UInt8]?) {
        self.length = length
        self.pull = next
    }

    /// The next chunk, never empty, or `nil` at the end.
    public func next() async throws -> [UInt8]? {
        while let chunk = try await pull() {
            if !chunk.isEmpty { return chunk }
        }
        return nil
    }
}
