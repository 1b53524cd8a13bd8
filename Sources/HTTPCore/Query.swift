/// The items of a query, `a=1&b=2`, decoded, in order, repeated ones kept.
public struct Query: Sendable, Equatable {
    /// One `name=value`.
    public struct Item: Sendable, Equatable {
        /// The decoded name; may be empty.
        public let name: String
        /// The decoded value; empty where there was no `=`.
        public let value: String

        /// An item.
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The most items a query may have.
    public static let itemLimit = 1_000

    /// The items in the order they were sent.
    public let items: [Item]

    /// A query of these items.
    public init(items: [Item]) { self.items = items }

    /// Parses what follows the `?`: pieces between `&`, empty ones dropped, `+` a space, `%41` an escape.
    public init(_ raw: String) throws(QueryError) {
        var items: [Item] = []
        for piece in raw.utf8.split(separator: 0x26) {
            guard items.count < Self.itemLimit else { throw .tooManyItems(limit: Self.itemLimit) }
            items.append(try Self.item(Substring(piece)))
        }
        self.items = items
    }

    private static func item(_ piece: Substring) throws(QueryError) -> Item {
        let equals = piece.utf8.firstIndex(of: ASCII.equals) ?? piece.endIndex
        guard let name = PercentEncoding.decode(piece[..<equals], plusIsSpace: true) else {
            throw .malformed(parameter: String(piece[..<equals]))
        }
        guard let value = PercentEncoding.decode(piece[equals...].dropFirst(), plusIsSpace: true) else {
            throw .malformed(parameter: name)
        }
        return Item(name, value)
    }

    /// The value of the first item called `name`, or `nil` where there is none.
    public func first(_ name: String) -> String? { items.first { $0.name == name }?.value }

    /// The values of every item called `name`, in order.
    public func all(_ name: String) -> [String] { items.filter { $0.name == name }.map(\.value) }

    /// The query as text; parsing it gives these items again.
    public var encoded: String {
        items.map {
            PercentEncoding.encodePathSegment($0.name) + "=" + PercentEncoding.encodePathSegment($0.value)
        }.joined(separator: "&")
    }
}

/// Why a query has no items.
public enum QueryError: Error, Equatable, CustomStringConvertible {
    /// The name or value has a broken escape, invalid UTF-8 or a NUL; the name is as sent if it is the culprit.
    case malformed(parameter: String)
    /// More items than `limit`.
    case tooManyItems(limit: Int)

    /// A sentence for the client.
    public var description: String {
        switch self {
        case .malformed(let parameter): "the query parameter \(parameter) is not valid percent-encoded UTF-8"
        case .tooManyItems(let limit): "the query has more than \(limit) parameters"
        }
    }
}
