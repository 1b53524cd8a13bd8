import HTTPCore
import TestSupport

/// A text that parses says the same when it is written and parsed again.
struct JSONTarget: ParserTarget {
    let name = "json"
    let tokens = [
        "{", "}", "[", "]", ",", ":", "\"", "\\u0000", "\\ud83d", "\\ude00", "\\", "1e9", "-", ".5", "null",
        "true",
        "\"a\":", "[[[[[[[[", "\u{FEFF}", "é",
    ]

    func valid(_ random: inout SplitMix64) -> [UInt8] { value(&random, depth: 0).bytes }

    func fault(_ input: [UInt8], _ random: inout SplitMix64) -> String? {
        strictFault(input) ?? replacedFault(input)
    }

    /// What is parsed with its escapes replaced is what is parsed without, where that is anything; and is itself JSON
    /// to the letter.
    private func replacedFault(_ input: [UInt8]) -> String? {
        let value = try? JSONValue(parsing: input, badEscapes: .replaced)
        if let strict = try? JSONValue(parsing: input), strict != value { return "good escapes are replaced" }
        guard let value, (try? JSONValue(parsing: value.bytes)) != value else { return nil }
        return "bad escapes are left"
    }

    private func strictFault(_ input: [UInt8]) -> String? {
        let value: JSONValue
        do { value = try JSONValue(parsing: input) } catch {
            return (0...input.count).contains(error.offset) ? nil : "the error lies outside of the text"
        }
        return (try? JSONValue(parsing: value.bytes)) == value ? nil : "the value changes when it is written"
    }

    func roundTripFault(_ random: inout SplitMix64) -> (input: [UInt8], fault: String)? {
        let value = value(&random, depth: 0)
        guard (try? JSONValue(parsing: value.bytes)) == value else {
            return (value.bytes, "a value does not read back")
        }
        let text = text(&random)
        let escaped = escape(text)
        let isRead = (try? JSONValue(parsing: escaped)) == .string(text)
        return isRead ? nil : (escaped, "an escaped string does not read back")
    }

    /// A string in which everything is escaped by its UTF-16: what the writer never does.
    private func escape(_ text: String) -> [UInt8] {
        let units = text.utf16.map { unit in
            let digits = String(unit, radix: 16)
            return "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
        }
        return Array("\"\(units.joined())\"".utf8)
    }

    private func value(_ random: inout SplitMix64, depth: Int) -> JSONValue {
        switch random.below(depth > 4 ? 5 : 8) {
        case 0: .null
        case 1: .bool(random.below(2) == 0)
        case 2: .number(JSONNumber(Int(truncatingIfNeeded: random.next()) >> random.below(64)))
        case 3, 4: .string(text(&random))
        case 5: .array((0..<random.below(5)).map { _ in value(&random, depth: depth + 1) })
        default:
            .object(
                JSONObject(
                    (0..<random.below(5)).map { _ in .init(text(&random), value(&random, depth: depth + 1)) })
            )
        }
    }

    private func text(_ random: inout SplitMix64) -> String {
        random.text(
            [
                "a", "bcdefghij", "\"", "\\", "/", "\n", "\u{1}", "\u{B}", "\u{1F}", "\u{7F}", "é", "😀",
                "\u{2028}",
            ], upTo: 8)
    }
}
