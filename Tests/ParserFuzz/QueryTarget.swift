import HTTPCore
import TestSupport

/// A query that parses says the same when it is written and parsed again.
struct QueryTarget: ParserTarget {
    let name = "query"
    let tokens = ["&", "=", "+", "%", "%00", "%C3%A9", "%FF", "%2", "a=b", "é", "%26", "%3D"]

    func valid(_ random: inout SplitMix64) -> [UInt8] { Array(query(&random).encoded.utf8) }

    func fault(_ input: [UInt8], _ random: inout SplitMix64) -> String? {
        guard let query = try? Query(String(decoding: input, as: UTF8.self)) else { return nil }
        if query.items.contains(where: { ($0.name + $0.value).utf8.contains(0) }) {
            return "a NUL came through"
        }
        return (try? Query(query.encoded)) == query ? nil : "the query changes when it is written"
    }

    func roundTripFault(_ random: inout SplitMix64) -> (input: [UInt8], fault: String)? {
        let query = query(&random)
        let isRead = (try? Query(query.encoded)) == query
        return isRead ? nil : (Array(query.encoded.utf8), "a valid query does not read back")
    }

    private func query(_ random: inout SplitMix64) -> Query {
        let pieces = ["a", "tags", "&", "=", "+", " ", "%", "é", "😀", "\u{1}", "/", "?", "#"]
        return Query(
            items: (0..<random.below(6)).map { _ in
                Query.Item(random.text(pieces, upTo: 4), random.text(pieces, upTo: 6))
            })
    }
}
