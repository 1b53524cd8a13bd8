import HTTPCore
import TestSupport
import Testing

@Suite struct HTTPDateTests {
    @Test(arguments: [
        "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
    ])
    func `the three forms of RFC 9110 are one date`(_ text: String) {
        #expect(HTTPDate(parsing: text)?.secondsSinceEpoch == 784_111_777)
    }

    @Test(arguments: [
        (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (-1, "Wed, 31 Dec 1969 23:59:59 GMT"),
        (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"), (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"),
        (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 GMT"), (.max, "Fri, 31 Dec 9999 23:59:59 GMT"),
        (.min, "Sat, 01 Jan 0000 00:00:00 GMT"),
    ])
    func `dates are written as IMF-fixdate`(_ seconds: Int, _ text: String) {
        #expect(HTTPDate(secondsSinceEpoch: seconds).description == text)
    }

    @Test(arguments: [
        "", "now", "Sun, 06 Nov 1994", "Sun, 32 Nov 1994 08:49:37 GMT", "Sun, 31 Nov 1994 08:49:37 GMT",
        "Tue, 29 Feb 2100 00:00:00 GMT", "Sun, 06 Nov 1994 24:00:00 GMT", "Sun, 06 Nov 1994 08:60:37 GMT",
        "Sun, 06 Nov 1994 08:49:61 GMT", "Sun, 06 nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 UTC",
        "Sun, 06 Nov 1994 08:49 GMT", "Sun, 0 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 194 08:49:37 GMT",
        "Sun, +6 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 8:49:37 GMT", "784111777",
        "6 Nov 1994 08:49:37 GMT",
    ])
    func `what is no date is refused`(_ text: String) {
        #expect(HTTPDate(parsing: text) == nil)
    }

    @Test(arguments: [("69", "2069"), ("70", "1970"), ("99", "1999"), ("00", "2000")])
    func `two digits are years from 1970 to 2069`(_ short: String, _ year: String) {
        let date = HTTPDate(parsing: "Sunday, 06-Nov-\(short) 08:49:37 GMT")

        #expect(date == HTTPDate(parsing: "Sun, 06 Nov \(year) 08:49:37 GMT"))
        #expect(date != nil)
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func `what is written reads back`(_ seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let date = HTTPDate(secondsSinceEpoch: .random(in: -62_167_219_200...253_402_300_799, using: &random))

        #expect(HTTPDate(parsing: date.description) == date)
    }

    @Test func `every day of four centuries has the date of the calendar`() {
        var days = -1
        for year in 1970..<2370 {
            for (month, length) in zip(Self.months, Self.lengths(of: year)) {
                for day in 1...length {
                    days += 1
                    let words = HTTPDate(secondsSinceEpoch: days * 86_400).description.split(separator: " ")
                    guard words[1...3] == ["\(day < 10 ? "0" : "")\(day)", Substring(month), "\(year)"] else {
                        Issue.record("\(words) is not \(day) \(month) \(year)")
                        return
                    }
                }
            }
        }
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private static func lengths(of year: Int) -> [Int] {
        let isLeap = year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
        return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    }
}
