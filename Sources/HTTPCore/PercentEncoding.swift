/// Escapes of the form `%41` (RFC 3986, 2.1).
public enum PercentEncoding {
    private static let digits = Array("0123456789ABCDEF".utf8)

    /// Escapes every byte of the UTF-8 of `text` that is not unreserved (letters, digits, `-._~`).
    ///
    /// The result fits anywhere in a URL: as one path segment, as a name or value of a query, in `filename*`.
    public static func encodePathSegment(_ text: String) -> String {
        guard !text.utf8.allSatisfy(isUnreserved) else { return text }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count * 2)
        for byte in text.utf8 {
            if isUnreserved(byte) {
                bytes.append(byte)
            } else {
                bytes += [ASCII.percent, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The text behind the escapes, or `nil` for a broken escape, invalid UTF-8 or a NUL, escaped or not.
    ///
    /// With `plusIsSpace` a `+` is a space, as in the query of a form.
    public static func decode(_ text: some StringProtocol, plusIsSpace: Bool = false) -> String? {
        let special = text.utf8.contains {
            $0 == ASCII.percent || $0 == 0 || (plusIsSpace && $0 == ASCII.plus)
        }
        guard special else { return String(text) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            switch byte {
            case 0: return nil
            case ASCII.plus where plusIsSpace: bytes.append(ASCII.space)
            case ASCII.percent:
                guard let value = octet(&rest), value != 0 else { return nil }
                bytes.append(value)
            default: bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func octet<Bytes: Collection<UInt8>>(_ rest: inout Bytes) -> UInt8?
    where Bytes == Bytes.SubSequence {
        guard let high = rest.popFirst()?.hexValue, let low = rest.popFirst()?.hexValue else { return nil }
        return high << 4 | low
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x61...0x7A, 0x41...0x5A, 0x30...0x39, 0x2D, 0x2E, 0x5F, 0x7E: true
        default: false
        }
    }
}
