/// A header value with parameters, such as `text/html; charset=utf-8` or `form-data; name="a"; filename="b"`.
public struct HeaderParameters: Sendable, Equatable {
    /// One `name=value`.
    public struct Parameter: Sendable, Equatable {
        /// The name in lower case.
        public let name: String
        /// The value without quotes and escapes.
        public let value: String
    }

    /// What stands before the first `;`, in lower case.
    public let value: String
    /// The parameters in order; no name comes twice.
    public let parameters: [Parameter]

    /// Parses `text`; `nil` where the value is empty, a parameter is malformed, or one comes twice.
    public init?(_ text: String) { self.init(bytes: Array(text.utf8)[...]) }

    /// Parses UTF-8 `bytes`; `nil` also where they are not UTF-8.
    init?(bytes: ArraySlice<UInt8>) {
        var reader = ParameterReader(rest: bytes)
        guard let value = reader.leadingValue(), let parameters = reader.parameters() else { return nil }
        self.value = value
        self.parameters = parameters
    }

    /// The value of the parameter called `name`, which is in lower case.
    public subscript(name: String) -> String? { parameters.first { $0.name == name }?.value }
}

/// Reads the grammar of RFC 9110, 5.6.6, a little more tolerant of what stands unquoted.
private struct ParameterReader {
    var rest: ArraySlice<UInt8>

    mutating func leadingValue() -> String? {
        let piece = rest.prefix { $0 != ASCII.semicolon }
        rest = rest[piece.endIndex...]
        let value = piece.trimmingBlanks
        guard !value.isEmpty, value.allSatisfy({ $0.isTokenCharacter || $0 == ASCII.slash }) else {
            return nil
        }
        return String(decoding: value.map(\.lowercasedASCII), as: UTF8.self)
    }

    /// All of `*( OWS ";" OWS [ parameter ] )`, or `nil` where something else stands there.
    mutating func parameters() -> [HeaderParameters.Parameter]? {
        var found: [HeaderParameters.Parameter] = []
        while true {
            skipBlanks()
            guard let semicolon = rest.popFirst() else { return found }
            guard semicolon == ASCII.semicolon else { return nil }
            skipBlanks()
            guard let first = rest.first, first != ASCII.semicolon else { continue }
            guard let next = parameter(), !found.contains(where: { $0.name == next.name }) else { return nil }
            found.append(next)
        }
    }

    private mutating func parameter() -> HeaderParameters.Parameter? {
        let name = rest.prefix { $0.isTokenCharacter }
        rest = rest[name.endIndex...]
        guard !name.isEmpty, rest.popFirst() == ASCII.equals else { return nil }
        guard let bytes = rest.first == ASCII.quote ? quoted() : unquoted(),
            let value = String(validating: bytes, as: UTF8.self)
        else { return nil }
        return .init(name: String(decoding: name.map(\.lowercasedASCII), as: UTF8.self), value: value)
    }

    /// A quoted string.
    ///
    /// `\"` and `\\` are escapes; any other backslash is one, as in the paths old browsers send.
    private mutating func quoted() -> [UInt8]? {
        rest = rest.dropFirst()
        var value: [UInt8] = []
        while let byte = rest.popFirst() {
            if byte == ASCII.quote { return value }
            if byte == ASCII.backslash, let next = rest.first, next == ASCII.quote || next == byte {
                rest = rest.dropFirst()
                value.append(next)
            } else {
                value.append(byte)
            }
        }
        return nil
    }

    /// Anything visible up to a blank or `;`: boundaries with `:` or `/` are often sent without quotes.
    private mutating func unquoted() -> [UInt8]? {
        let value = rest.prefix { $0 > 0x20 && $0 != 0x7F && $0 != ASCII.semicolon && $0 != ASCII.quote }
        rest = rest[value.endIndex...]
        return value.isEmpty ? nil : Array(value)
    }

    private mutating func skipBlanks() {
        rest = rest.drop { $0.isBlank }
    }
}
