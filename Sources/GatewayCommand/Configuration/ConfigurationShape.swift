/// Which values a key takes: the schema and the spelling in the environment follow from it.
indirect enum ConfigurationShape: Sendable {
    /// True or false.
    case bool
    /// A whole number.
    case integer(ClosedRange<Int>)
    /// A text that matches a regular expression (ECMA-262, as JSON Schema has them).
    case text(pattern: String)
    /// One of some texts.
    case choice([String])
    /// A list of texts, each of which matches a regular expression.
    case texts(pattern: String)
    /// A secret, by the name of its place.
    case secret
    /// Stores by name.
    case stores
    /// The shape, or null.
    case optional(ConfigurationShape)

    /// A pattern that every text but the empty one matches.
    static let anything = "."
    /// The pattern of addresses of the web.
    static let webAddress = #"^https?://[^/?#"<>\s][^?#"<>\s]*$"#
    /// The pattern of HOST:PORT and [HOST]:PORT.
    static let address =
        #"^(\[[0-9A-Fa-f:.%a-z]+\]|[^:\[\]\s]+):"#
        + "0*(6553[0-5]|655[0-2][0-9]|65[0-4][0-9]{2}|6[0-4][0-9]{3}|[1-5][0-9]{4}|[0-9]{1,4})$"
    /// The pattern of names that stand in URLs.
    static let slug = "^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$"
}
