import HTTPCore

/// Where the body of a request ends, read strictly: what two parties could read differently is a fault.
///
/// RFC 9112, 6.3; a request that a proxy and this server frame differently smuggles another one through.
struct Framing: Equatable {
    /// The Content-Length.
    private(set) var length: Int?
    /// Whether the body is chunked.
    private(set) var isChunked = false
    /// Which rule is broken, if any.
    private(set) var fault: String?

    /// `isHTTP10` is for requests of that version, which knows no Transfer-Encoding (RFC 9112, 6.1).
    init(_ fields: HTTPFields, isHTTP10: Bool = false) {
        var lengths = 0
        var codings = 0
        for field in fields {
            switch field.name.utf8.count {
            case 14 where field.name.equalsIgnoringASCIICase("Content-Length"):
                lengths += 1
                readLength(field.value)
            case 17 where field.name.equalsIgnoringASCIICase("Transfer-Encoding"):
                codings += 1
                readCoding(field.value)
            default: break
            }
        }
        if codings > 0, isHTTP10 { fault = "HTTP/1.0 has no Transfer-Encoding" }
        if lengths > 1 { fault = "there is more than one Content-Length" }
        if codings > 1 { fault = "there is more than one Transfer-Encoding" }
        if lengths > 0, codings > 0 { fault = "there are both Content-Length and Transfer-Encoding" }
    }

    private mutating func readLength(_ value: String) {
        guard !value.isEmpty, value.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), let number = Int(value)
        else { return fault = "the Content-Length is not a number" }
        length = number
    }

    private mutating func readCoding(_ value: String) {
        guard value.equalsIgnoringASCIICase("chunked") else {
            return fault = "the only Transfer-Encoding is chunked"
        }
        isChunked = true
    }
}

/// The characters of a token (RFC 9110, 5.6.2).
enum Token {
    private static let table: [Bool] = (0..<256).map { byte in
        guard let scalar = Unicode.Scalar(byte), scalar.isASCII else { return false }
        return scalar.properties.isAlphabetic || (0x30...0x39).contains(byte)
            || "!#$%&'*+-.^_`|~".unicodeScalars.contains(scalar)
    }

    /// Whether `text` is one or more of them.
    static func isValid(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        !text.isEmpty && text.allSatisfy { table[Int($0)] }
    }

    /// Whether `text` is one or more of them.
    static func isValid(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { table[Int($0)] }
    }
}

/// The bytes of a field's value.
enum FieldText {
    /// Whether `byte` may stand there: everything but control characters, a tab excepted.
    static func isAllowed(_ byte: UInt8) -> Bool { byte >= 0x20 && byte != 0x7F || byte == 0x09 }

    /// `value` without the spaces and tabs at its ends.
    static func trim(_ value: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        var value = value[...]
        while let first = value.first, first == 0x20 || first == 0x09 { value = value.dropFirst() }
        while let last = value.last, last == 0x20 || last == 0x09 { value = value.dropLast() }
        return UnsafeBufferPointer(rebasing: value)
    }
}
