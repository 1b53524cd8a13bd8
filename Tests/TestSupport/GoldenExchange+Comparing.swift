public import HTTPCore

extension GoldenExchange {
    /// The members that differ between any two answers, and need only be of the same kind: ids and moments that
    /// the vendor chooses, and sentences for people.
    public static let imgbtVolatile: Set<String> = [
        "id", "r2_key", "created_at", "updated_at", "cursor", "message", "key", "url",
    ]

    /// The same for Media Pocket, whose sentences are documented and must be the documented ones.
    public static let mediaPocketVolatile: Set<String> = [
        "id", "created_at", "updated_at", "created_date", "modification_date", "deleted", "url",
    ]

    /// What `actual` differs in from what is documented; empty where it does not.
    ///
    /// Texts and kinds must agree, `volatile` members only in kind; members more than the documented ones are
    /// told too.
    public static func differences(
        _ documented: JSONValue, _ actual: JSONValue, volatile: Set<String>, at place: String = "$"
    ) -> [String] {
        switch (documented, actual) {
        case (.object(let left), .object(let right)):
            return compare(left, right, volatile, place)
        case (.array(let left), .array(let right)) where left.count == right.count:
            return zip(left, right).enumerated().flatMap {
                differences($1.0, $1.1, volatile: volatile, at: "\(place)[\($0)]")
            }
        default:
            return documented == actual ? [] : ["\(place): \(documented), not \(actual)"]
        }
    }

    private static func compare(
        _ left: JSONObject, _ right: JSONObject, _ volatile: Set<String>, _ place: String
    ) -> [String] {
        let unexpected = right.members.filter { left[$0.name] == nil }.map { "\(place).\($0.name): new" }
        return unexpected
            + left.members.flatMap { member -> [String] in
                let path = "\(place).\(member.name)"
                guard let other = right[member.name] else { return ["\(path): missing"] }
                if volatile.contains(member.name) {
                    return isSameKind(member.value, other) ? [] : ["\(path): of another kind"]
                }
                return differences(member.value, other, volatile: volatile, at: path)
            }
    }

    private static func isSameKind(_ left: JSONValue, _ right: JSONValue) -> Bool {
        switch (left, right) {
        case (.null, .null), (.bool, .bool), (.number, .number), (.array, .array), (.object, .object): true
        case (.string(let one), .string(let other)): one.isEmpty == other.isEmpty
        default: false
        }
    }
}
