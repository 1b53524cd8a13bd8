/// What the stream of an answer's body throws where the connection is to be reset rather than closed.
///
/// Any other error closes it: the client misses the rest either way, and sees one or the other.
public struct HTTPReset: Error, Equatable {
    /// The wish.
    public init() {}
}
