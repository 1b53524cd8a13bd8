/// The entity tag of a representation (RFC 9110, 8.8.3).
public struct ETag: Sendable, Hashable, CustomStringConvertible {
    /// What stands between the quotes.
    public let opaque: String
    /// Whether equality of tags means only that the meaning is the same, not the bytes.
    public let isWeak: Bool

    /// The tag `"opaque"`; the text must consist of visible ASCII without `"`, such as hexadecimal digits.
    public init(_ opaque: String, isWeak: Bool = false) {
        self.opaque = opaque
        self.isWeak = isWeak
    }

    /// Parses `"…"` or `W/"…"`; `nil` for anything else.
    public init?(parsing text: some StringProtocol) {
        var rest = Array(text.utf8)[...]
        guard let tag = Self.read(&rest), rest.isEmpty else { return nil }
        self = tag
    }

    /// The tag as a header has it.
    public var description: String { isWeak ? "W/\"\(opaque)\"" : "\"\(opaque)\"" }

    /// Whether both are strong and the same: the bytes are equal (RFC 9110, 8.8.3.2).
    public func stronglyMatches(_ other: ETag) -> Bool { !isWeak && !other.isWeak && opaque == other.opaque }

    /// Whether both are the same but for their weakness.
    public func weaklyMatches(_ other: ETag) -> Bool { opaque == other.opaque }

    static func read(_ rest: inout ArraySlice<UInt8>) -> ETag? {
        let isWeak = rest.starts(with: "W/".utf8)
        if isWeak { rest = rest.dropFirst(2) }
        guard rest.popFirst() == ASCII.quote else { return nil }
        let opaque = rest.prefix { $0 == 0x21 || ($0 > ASCII.quote && $0 != 0x7F) }
        rest = rest[opaque.endIndex...]
        guard rest.popFirst() == ASCII.quote, let text = String(validating: opaque, as: UTF8.self) else {
            return nil
        }
        return ETag(text, isWeak: isWeak)
    }
}

/// The value of `If-None-Match`: any representation, or a list of tags.
public enum ETagCondition: Sendable, Equatable {
    /// `*`: whatever there is.
    case any
    /// One of these.
    case tags([ETag])

    /// Parses `*` or a list of tags between commas; `nil` where one of them is malformed.
    public init?(_ text: String) {
        var rest = Array(text.utf8).trimmingBlanks
        guard !rest.elementsEqual([ASCII.asterisk]) else {
            self = .any
            return
        }
        var tags: [ETag] = []
        while true {
            rest = rest.drop { $0.isBlank || $0 == ASCII.comma }
            guard !rest.isEmpty else { break }
            guard let tag = ETag.read(&rest) else { return nil }
            tags.append(tag)
            rest = rest.drop { $0.isBlank }
            guard rest.isEmpty || rest.first == ASCII.comma else { return nil }
        }
        self = .tags(tags)
    }

    /// Whether `tag` is meant, by weak comparison, as `If-None-Match` wants it (RFC 9110, 13.1.2).
    ///
    /// `*` means any representation, also one without a tag.
    public func includes(_ tag: ETag?) -> Bool {
        switch self {
        case .any: true
        case .tags(let tags): tag.map { tag in tags.contains { $0.weaklyMatches(tag) } } ?? false
        }
    }
}
