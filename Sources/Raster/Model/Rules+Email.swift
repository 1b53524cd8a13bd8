extension Rules {
    /// An e-mail address in the form people write it: something, `@`, a domain; at most 254 bytes.
    ///
    /// Nothing in it can end a line or a command on its way to a mail server, or be anything but what it looks like.
    public static func email(_ text: String) throws(RasterError) -> String {
        let address = text.trimmingWhitespace()
        guard !text.unicodeScalars.contains(where: \.isControl), isEmail(address) else {
            throw RasterError(.badUserInput, "email must be an e-mail address, such as \"name@example.com\".")
        }
        return address
    }

    /// What makes two spellings one address: letter case does not count.
    public static func emailIdentity(_ address: String) -> String { address.lowercased() }

    private static func isEmail(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        guard parts.count == 2, (1...64).contains(parts[0].count), text.utf8.count <= 254,
            !parts[0].split(separator: dot, omittingEmptySubsequences: false).contains(where: \.isEmpty)
        else { return false }
        let labels = parts[1].split(separator: dot, omittingEmptySubsequences: false)
        guard labels.count >= 2, labels.allSatisfy(isDomainLabel) else { return false }
        return !text.unicodeScalars.contains {
            $0.isInvisible || $0.properties.isWhitespace
                || "<>(),;:\\\"[]".unicodeScalars.contains($0)
        }
    }

    /// Letters of any script, digits and inner hyphens.
    private static func isDomainLabel(_ label: Substring.UTF8View) -> Bool {
        (1...63).contains(label.count) && label.first != hyphen && label.last != hyphen
            && label.allSatisfy { $0 >= 0x80 || $0 == hyphen || $0.isAlphanumeric }
    }

    private static let hyphen = UInt8(ascii: "-")
    private static let dot = UInt8(ascii: ".")
}

extension Unicode.Scalar {
    /// Whether it is a control character, or one that hides or turns round what stands beside it.
    fileprivate var isInvisible: Bool {
        [.control, .format, .privateUse].contains(properties.generalCategory)
    }
}

extension UInt8 {
    fileprivate var isAlphanumeric: Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20)
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self)
    }
}
