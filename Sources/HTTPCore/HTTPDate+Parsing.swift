extension HTTPDate {
    /// Parses any of the three forms (RFC 9110, 5.6.7); `nil` for other text and for impossible dates.
    ///
    /// IMF-fixdate, RFC 850 (`Sunday, 06-Nov-94 08:49:37 GMT`) and asctime (`Sun Nov  6 08:49:37 1994`). Two
    /// digits of a year mean 1970 to 2069. The name of the weekday is not compared with the date.
    public init?(parsing text: some StringProtocol) {
        let words = text.split { $0 == " " || $0 == "-" }
        guard text.utf8.count <= 40, let parts = Self.parts(words),
            words[0].utf8.allSatisfy(Self.isInWeekday),
            let month = Self.months.firstIndex(where: { $0 == parts.month }),
            let day = Self.number(parts.day, 1...2),
            let year = Self.year(parts.year), let time = Self.time(parts.time),
            let days = CivilDate.daysSinceEpoch(year: year, month: month + 1, day: day)
        else { return nil }
        self.init(secondsSinceEpoch: days * 86_400 + time)
    }

    private typealias Parts<Text> = (day: Text, month: Text, year: Text, time: Text)

    private static func parts<Text: StringProtocol>(_ words: [Text]) -> Parts<Text>? {
        if words.count == 6, words[0].hasSuffix(","), words[5] == "GMT" {
            return (words[1], words[2], words[3], words[4])
        }
        return words.count == 5 ? (words[2], words[1], words[4], words[3]) : nil
    }

    private static func isInWeekday(_ byte: UInt8) -> Bool { byte.isLetter || byte == ASCII.comma }

    private static func year(_ text: some StringProtocol) -> Int? {
        guard text.utf8.count == 2 else { return number(text, 4...4) }
        return number(text, 2...2).map { $0 < 70 ? 2_000 + $0 : 1_900 + $0 }
    }

    /// The second of the day; `23:59:60` is the first of the next one.
    private static func time(_ text: some StringProtocol) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { number($0, 2...2) }
        guard parts.count == 3, let hour = parts[0], let minute = parts[1], let second = parts[2],
            hour < 24, minute < 60, second <= 60
        else { return nil }
        return hour * 3_600 + minute * 60 + second
    }

    private static func number(_ text: some StringProtocol, _ digits: ClosedRange<Int>) -> Int? {
        guard digits.contains(text.utf8.count), text.utf8.allSatisfy(\.isDigit) else { return nil }
        return Int(text)
    }
}
