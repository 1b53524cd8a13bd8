import HTTPCore
import TestSupport

/// A date that parses says the same when it is written and parsed again.
struct DateTarget: ParserTarget {
    let name = "date"
    let tokens = [
        "Sun, ", "Sunday, ", "Nov", " ", "-", ":", "GMT", "06", "94", "1994", "31", "Feb", "29", "60", "00",
    ]

    func valid(_ random: inout SplitMix64) -> [UInt8] {
        let forms = [date(&random).description, "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"]
        return Array(random.pick(forms).utf8)
    }

    func fault(_ input: [UInt8], _ random: inout SplitMix64) -> String? {
        guard let date = HTTPDate(parsing: String(decoding: input, as: UTF8.self)) else { return nil }
        return HTTPDate(parsing: date.description) == date ? nil : "the date changes when it is written"
    }

    func roundTripFault(_ random: inout SplitMix64) -> (input: [UInt8], fault: String)? {
        let date = date(&random)
        let isRead = HTTPDate(parsing: date.description) == date
        return isRead ? nil : (Array(date.description.utf8), "a date does not read back")
    }

    private func date(_ random: inout SplitMix64) -> HTTPDate {
        HTTPDate(secondsSinceEpoch: random.below(315_569_520_000) - 62_167_219_200)
    }
}
