/// A name of something, kept apart from other names by its type.
public protocol Identifier: RawRepresentable<String>, Hashable, Comparable, Sendable,
    CustomStringConvertible, ExpressibleByStringLiteral
{
    /// The identifier spelled `rawValue`; nothing is checked.
    init(rawValue: String)
}

extension Identifier {
    /// The identifier spelled `rawValue`; nothing is checked.
    public init(_ rawValue: some StringProtocol) { self.init(rawValue: String(rawValue)) }
    /// The identifier spelled like the literal.
    public init(stringLiteral value: String) { self.init(rawValue: value) }
    /// The identifier as it is spelled.
    public var description: String { rawValue }
    /// By bytes: Swift takes differently composed spellings of one text for equal, and stores do not.
    public static func == (left: Self, right: Self) -> Bool {
        left.rawValue.utf8.elementsEqual(right.rawValue.utf8)
    }
    /// The bytes.
    public func hash(into hasher: inout Hasher) {
        var text = rawValue
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
    /// By bytes, as SQLite's BINARY collation orders.
    public static func < (left: Self, right: Self) -> Bool {
        left.rawValue.utf8.lexicographicallyPrecedes(right.rawValue.utf8)
    }
}

/// An organization as clients spell it in paths.
public struct OrganizationID: Identifier {
    /// The identifier as it is spelled.
    public let rawValue: String
    /// The identifier spelled `rawValue`.
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// A library as clients spell it in paths: its slug, unique in its organization.
public struct LibraryID: Identifier {
    /// The identifier as it is spelled.
    public let rawValue: String
    /// The identifier spelled `rawValue`.
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// An asset as clients see it; it never changes, wherever the asset lives.
public struct AssetID: Identifier {
    /// The identifier as it is spelled.
    public let rawValue: String
    /// The identifier spelled `rawValue`.
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// An API key's public name, which says nothing about its secret.
public struct KeyID: Identifier {
    /// The identifier as it is spelled.
    public let rawValue: String
    /// The identifier spelled `rawValue`.
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// A comment under an asset.
public struct CommentID: Identifier {
    /// The identifier as it is spelled.
    public let rawValue: String
    /// The identifier spelled `rawValue`.
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// The name an adapter has in the configuration, such as `disk` or `photos-2014`.
public struct AdapterName: Identifier {
    /// The identifier as it is spelled.
    public let rawValue: String
    /// The identifier spelled `rawValue`.
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// An asset as one backend spells it, opaque to everyone else; it may begin with any character.
public struct NativeID: Identifier {
    /// The identifier as it is spelled.
    public let rawValue: String
    /// The identifier spelled `rawValue`.
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// Where in a backend an asset lies, as the backend spells it: a path, a channel, a project.
public struct NativePlace: Identifier {
    /// The identifier as it is spelled.
    public let rawValue: String
    /// The identifier spelled `rawValue`.
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// The row of a library in the catalog: what survives a change of its slug, and never leaves the gateway.
public struct LibraryKey: Hashable, Sendable {
    /// The catalog's own number.
    public let rawValue: Int64
    /// The library with this number.
    public init(_ rawValue: Int64) { self.rawValue = rawValue }
}

/// An asset as one backend knows it.
public struct NativeReference: Hashable, Sendable {
    /// Which backend.
    public let adapter: AdapterName
    /// The backend's own identifier.
    public let id: NativeID

    /// The asset `id` of `adapter`.
    public init(_ adapter: AdapterName, _ id: NativeID) {
        self.adapter = adapter
        self.id = id
    }
}
