import Bytes

/// The header of one part of a form.
public struct MultipartPart: Sendable, Equatable {
    /// The field's name; valid UTF-8, but not checked for control characters.
    public let name: String
    /// The file's name as sent: `nil` where there was none, empty for a file field left empty.
    ///
    /// Valid UTF-8; directories, NUL and control characters are still in it, `%22` is not decoded.
    public let filename: String?
    /// The value of `Content-Type`, or `nil` where there was none.
    public let contentType: String?
    /// All header fields.
    public let fields: HTTPFields

    /// A part.
    public init(name: String, filename: String?, contentType: String?, fields: HTTPFields = [:]) {
        self.name = name
        self.filename = filename
        self.contentType = contentType
        self.fields = fields
    }

    /// Parses what stands between a delimiter and the empty line: padding, CRLF, then lines that end with CRLF.
    init(afterDelimiter bytes: ArraySlice<UInt8>) throws(MultipartError) {
        fields = try Self.fields(bytes)
        let disposition = try Self.disposition(fields)
        guard let name = disposition["name"] else { throw .malformed("a part has no name") }
        self.name = name
        filename = try Self.filename(disposition)
        contentType = try Self.single("Content-Type", fields)
        try Self.refuseTransferEncoding(fields)
    }

    private static func disposition(_ fields: HTTPFields) throws(MultipartError) -> HeaderParameters {
        guard let value = try single("Content-Disposition", fields) else {
            throw .malformed("a part has no Content-Disposition")
        }
        guard let disposition = HeaderParameters(value), disposition.value == "form-data" else {
            throw .malformed("the Content-Disposition of a part is not form-data with valid parameters")
        }
        return disposition
    }

    /// `filename*` where it is there and valid (RFC 8187), else `filename`.
    private static func filename(_ disposition: HeaderParameters) throws(MultipartError) -> String? {
        guard let extended = disposition["filename*"] else { return disposition["filename"] }
        if let filename = ExtendedValue.decode(extended) ?? disposition["filename"] { return filename }
        throw .malformed("the filename* of a part is not UTF-8''…")
    }

    private static func single(_ name: String, _ fields: HTTPFields) throws(MultipartError) -> String? {
        let values = fields.all(name)
        guard values.count <= 1 else { throw .malformed("a part has more than one \(name)") }
        return values.first
    }

    /// Any encoding but the identity is forbidden (RFC 7578, 4.7); stored as it is, the file would be wrong.
    private static func refuseTransferEncoding(_ fields: HTTPFields) throws(MultipartError) {
        guard let encoding = fields["Content-Transfer-Encoding"] else { return }
        guard ["7bit", "8bit", "binary"].contains(encoding.lowercasedASCII) else {
            throw .malformed("a part has a Content-Transfer-Encoding other than 7bit, 8bit or binary")
        }
    }
}

extension MultipartPart {
    private static let endOfLine: [UInt8] = [13, 10]

    private static func fields(_ bytes: ArraySlice<UInt8>) throws(MultipartError) -> HTTPFields {
        var rest = bytes
        guard let padding = line(&rest), padding.allSatisfy({ $0.isBlank }) else {
            throw .malformed("a delimiter is not alone on its line")
        }
        var fields: HTTPFields = [:]
        while let line = line(&rest) {
            let (name, value) = try field(line)
            fields.append(name, value)
        }
        return fields
    }

    /// The bytes up to the next CRLF, which is dropped; `nil` where there is none.
    private static func line(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard let end = ByteSearch.index(of: endOfLine, in: rest) else { return nil }
        defer { rest = rest[(end + endOfLine.count)...] }
        return rest[..<end]
    }

    /// A name, a colon and a value.
    ///
    /// Folded lines and lone CR or LF are refused, as in a request's head.
    private static func field(_ line: ArraySlice<UInt8>) throws(MultipartError) -> (String, String) {
        let name = line.prefix { $0.isTokenCharacter }
        guard !name.isEmpty, name.endIndex < line.endIndex, line[name.endIndex] == ASCII.colon,
            !line.contains(where: { $0 == ASCII.carriageReturn || $0 == ASCII.lineFeed })
        else { throw .malformed("the header of a part is malformed") }
        let bytes = line[(name.endIndex + 1)...].trimmingBlanks
        guard let value = String(validating: bytes, as: UTF8.self) else {
            throw .malformed("the header of a part is not UTF-8")
        }
        return (String(decoding: name, as: UTF8.self), value)
    }
}
