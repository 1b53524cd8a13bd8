/// Why a body is no form.
public enum MultipartError: Error, Equatable, CustomStringConvertible {
    /// A rule is broken; the text says which, for the client.
    case malformed(String)
    /// The header of a part has more than `limit` bytes.
    case headerTooLarge(limit: Int)
    /// There are more than `limit` parts.
    case tooManyParts(limit: Int)
    /// There are more than `limit` bytes before the first and after the last delimiter.
    case tooMuchOutside(limit: Int)
    /// The body ended before the final delimiter.
    case incomplete

    /// A sentence for the client.
    public var description: String {
        switch self {
        case .malformed(let reason): reason
        case .headerTooLarge(let limit): "the header of a part has more than \(limit) bytes"
        case .tooManyParts(let limit): "the form has more than \(limit) parts"
        case .tooMuchOutside(let limit): "the form has more than \(limit) bytes outside its parts"
        case .incomplete: "the form ends before its final delimiter"
        }
    }
}

extension MultipartParser {
    /// The boundary in a `Content-Type`, or `nil` unless it is multipart/form-data with a valid one.
    ///
    /// 1 to 70 characters of RFC 2046, 5.1.1, quoted or not, the last one no space; other parameters may follow.
    public static func boundary(contentType: String) -> String? {
        guard let type = HeaderParameters(contentType), type.value == "multipart/form-data",
            let boundary = type["boundary"], (1...70).contains(boundary.utf8.count),
            boundary.utf8.allSatisfy(isBoundaryCharacter), boundary.utf8.last != ASCII.space
        else { return nil }
        return boundary
    }

    private static func isBoundaryCharacter(_ byte: UInt8) -> Bool {
        byte.isLetter || byte.isDigit || "'()+_,-./:=? ".utf8.contains(byte)
    }
}
