/// A value for a placeholder.
public enum SQLValue: Sendable, Hashable {
    /// No value.
    case null
    /// A whole number.
    case integer(Int64)
    /// A floating-point number.
    case real(Double)
    /// Text, bound as UTF-8.
    case text(String)
    /// Bytes.
    case blob([UInt8])

    /// A whole number.
    public static func integer(_ value: Int) -> Self { .integer(Int64(value)) }

    /// A whole number, or no value.
    public static func integer(orNull value: Int?) -> Self { value.map { .integer(Int64($0)) } ?? .null }

    /// Text, or no value.
    public static func text(orNull value: String?) -> Self { value.map { .text($0) } ?? .null }

    /// Bytes, or no value.
    public static func blob(orNull value: [UInt8]?) -> Self { value.map { .blob($0) } ?? .null }
}
