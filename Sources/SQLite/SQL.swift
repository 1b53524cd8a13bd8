/// The text of one statement; it is prepared once per connection.
///
/// A literal is known by its address, so finding its prepared statement costs no hashing of the text.
public struct SQL: Sendable, ExpressibleByStringLiteral {
    enum Text: Sendable {
        case literal(StaticString)
        case composed(String)
        case kept(Kept)
    }

    /// A text that is known by its identity.
    final class Kept: Sendable {
        let string: String

        init(_ string: String) { self.string = string }
    }

    let text: Text

    /// A statement written out in the source.
    public init(stringLiteral value: StaticString) {
        text = value.hasPointerRepresentation ? .literal(value) : .composed(value.description)
    }

    /// A statement put together while running.
    ///
    /// Only placeholders and constants go in, never values.
    public init(composed: String) { text = .composed(composed) }

    /// A statement put together once, for a constant that lives as long as the program; found like a literal.
    public init(kept: String) { text = .kept(Kept(kept)) }

    /// The statement as SQLite reads it.
    public var string: String {
        switch text {
        case .literal(let literal): literal.description
        case .composed(let composed): composed
        case .kept(let kept): kept.string
        }
    }
}
