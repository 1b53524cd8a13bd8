/// Why a text is not JSON that is taken here.
public struct JSONError: Error, Equatable, CustomStringConvertible {
    /// Which rule is broken.
    public enum Kind: String, Sendable {
        /// Something else should stand here.
        case syntax = "unexpected byte"
        /// The text ends too early.
        case end = "unexpected end"
        /// Something follows the value.
        case trailing = "unexpected byte after the value"
        /// Arrays and objects lie more than ``JSONValue/depthLimit`` deep in one another.
        case depth = "nesting too deep"
        /// A string has a NUL, escaped or not.
        case nul = "NUL in a string"
        /// A string has another control character that is not escaped.
        case control = "control character in a string"
        /// A string has half of a pair of surrogates.
        case surrogate = "lone surrogate in a string"
        /// A string is not UTF-8.
        case encoding = "invalid UTF-8 in a string"
    }

    /// Which rule is broken.
    public let kind: Kind
    /// Where, in bytes from the beginning.
    public let offset: Int

    /// An error.
    public init(_ kind: Kind, at offset: Int) {
        self.kind = kind
        self.offset = offset
    }

    /// A sentence for the client.
    public var description: String { "the JSON is not valid: \(kind.rawValue) at byte \(offset)" }
}
