import Bytes
import HTTPCore
import TestSupport

/// A range lies inside, whatever was asked; conditions never trap.
struct RangeTarget: ParserTarget {
    let name = "range"
    let tokens = [
        "bytes=", "-", "0", "9", ",", "99999999999999999999", " ", "W/", "\"a\"", "*",
        "Sun, 06 Nov 1994 08:49:37 GMT",
    ]

    func valid(_ random: inout SplitMix64) -> [UInt8] {
        let first = random.below(2_000)
        let forms = [
            "bytes=\(first)-\(first + random.below(100))", "bytes=\(first)-", "bytes=-\(first)",
            "\"a\", W/\"b\"",
        ]
        return Array(random.pick(forms).utf8)
    }

    func fault(_ input: [UInt8], _ random: inout SplitMix64) -> String? {
        let text = String(decoding: input, as: UTF8.self)
        let size = random.pick([0, 1, 2, 1_000, Int.max])
        if case .satisfiable(let range) = RangeHeader.parse(text, size: size), !isInside(range, size) {
            return "the range \(range) is not inside \(size)"
        }
        var fields: HTTPFields = [
            random.pick(["Range", "If-Range", "If-None-Match", "If-Modified-Since"]): text
        ]
        if fields["Range"] == nil { fields["Range"] = "bytes=0-" }
        return deliveryFault(fields, size)
    }

    private func deliveryFault(_ fields: HTTPFields, _ size: Int) -> String? {
        let date = HTTPDate(secondsSinceEpoch: 784_111_777)
        let delivery = Delivery.evaluate(
            method: .get, fields: fields, etag: ETag("a"), lastModified: date, size: size)
        guard case .partial(let range) = delivery, !isInside(range, size) else { return nil }
        return "the delivered range \(range) is not inside \(size)"
    }

    func roundTripFault(_ random: inout SplitMix64) -> (input: [UInt8], fault: String)? {
        let size = 1 + random.below(1_000_000)
        let range = ByteRange(offset: random.below(size), length: 1)
        let longer = ByteRange(offset: range.offset, length: 1 + random.below(size - range.offset))
        let text = "bytes=\(longer.offset)-\(longer.end - 1)"
        let isRead = RangeHeader.parse(text, size: size) == .satisfiable(longer)
        return isRead ? nil : (Array(text.utf8), "a valid range of \(size) does not read back")
    }

    private func isInside(_ range: ByteRange, _ size: Int) -> Bool {
        range.length > 0 && range.offset < size && range.length <= size - range.offset
    }
}
