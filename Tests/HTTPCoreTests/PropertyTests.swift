import Bytes
import HTTPCore
import TestSupport
import Testing

/// What must hold for any input; the fuzzer looks at the same, a million times.
@Suite struct PropertyTests {
    private func text(_ random: inout SplitMix64, of pieces: [String]) -> String {
        (0..<Int.random(in: 0...8, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
            .joined()
    }

    @Test(arguments: 0..<100 as Range<UInt64>)
    func `a query that is written reads back`(_ seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let pieces = ["a", "&", "=", "+", " ", "%", "é", "😀", "\u{1}", "/", "?"]
        let items = (0..<5).map { _ in Query.Item(text(&random, of: pieces), text(&random, of: pieces)) }

        #expect(try Query(Query(items: items).encoded).items == items)
    }

    @Test(arguments: 0..<100 as Range<UInt64>)
    func `a path that is written reads back`(_ seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let segments = (0..<4).map { _ in "x" + text(&random, of: ["a", "/", "%", "é", "..", "?", "#", "+"]) }

        let path = "/" + segments.map(PercentEncoding.encodePathSegment).joined(separator: "/")

        #expect(RequestTarget(path).segments == segments)
    }

    @Test(arguments: 0..<100 as Range<UInt64>)
    func `a range lies inside`(_ seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let size = Int.random(in: 1...1_000, using: &random)
        let (first, last) = (
            Int.random(in: 0...1_200, using: &random), Int.random(in: 0...1_200, using: &random)
        )

        let answer = RangeHeader.parse("bytes=\(first)-\(last)", size: size)

        let expected: RangeHeader =
            if first > last { .ignored } else if first >= size { .unsatisfiable } else {
                .satisfiable(ByteRange(offset: first, length: min(last, size - 1) - first + 1))
            }
        #expect(answer == expected)
    }
}
