import HTTPCore
public import Raster

extension Timestamp {
    /// The moment that `text` spells as RFC 3339 has it, such as `2026-01-15T10:30:00Z` or `…:00.792+02:00`, or
    /// nearly so, as languages print their dates: `2026-01-15 10:30:00 UTC`, `… +0200`, `…+02`; `nil` for other text
    /// and impossible dates.
    ///
    /// Digits beyond milliseconds are dropped; `23:59:60` is the first second of the next day. Text that does not say
    /// how far its clock is from UTC is no moment.
    public init?(rfc3339 text: some StringProtocol) {
        var scanner = DateScanner(text.utf8)
        guard let year = scanner.number(4), scanner.take("-"), let month = scanner.number(2),
            scanner.take("-"),
            let day = scanner.number(2), scanner.take("T") || scanner.take("t") || scanner.take(" "),
            let hour = scanner.number(2), scanner.take(":"), let minute = scanner.number(2),
            scanner.take(":"),
            let second = scanner.number(2), let fraction = scanner.milliseconds(),
            let offset = scanner.offset(), scanner.isAtEnd,
            let days = Self.days(year, month, day), hour < 24, minute < 60, second <= 60
        else { return nil }
        let seconds = days * 86_400 + hour * 3600 + minute * 60 + second - offset * 60
        self.init(milliseconds: Int64(seconds * 1000 + fraction))
    }

    /// Days since 1970-01-01, after Howard Hinnant's `days_from_civil`; `nil` where the month has no such day.
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int? {
        guard (1...12).contains(month), day >= 1, day <= length(of: month, year) else { return nil }
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func length(of month: Int, _ year: Int) -> Int {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
    }
}

/// Reads the pieces of a date from the front.
private struct DateScanner {
    private var rest: ArraySlice<UInt8>

    init(_ text: some Collection<UInt8>) { rest = Array(text)[...] }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func take(_ character: Character) -> Bool {
        guard let byte = rest.first, byte == character.asciiValue else { return false }
        rest = rest.dropFirst()
        return true
    }

    mutating func number(_ digits: Int) -> Int? {
        let head = rest.prefix(digits)
        guard head.count == digits, head.allSatisfy(Self.isDigit) else { return nil }
        rest = rest.dropFirst(digits)
        return head.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    /// The fraction of a second, 0 where there is none; `nil` for a point without digits.
    mutating func milliseconds() -> Int? {
        guard take(".") else { return 0 }
        let digits = rest.prefix(while: Self.isDigit)
        guard !digits.isEmpty else { return nil }
        rest = rest.dropFirst(digits.count)
        let first = Array(digits.prefix(3)) + Array(repeating: 0x30, count: 3 - min(3, digits.count))
        return first.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    /// The minutes that the clock is ahead of UTC, behind a blank or none.
    mutating func offset() -> Int? {
        _ = take(" ")
        if take("Z") || take("z") || take(word: "UTC") || take(word: "GMT") { return 0 }
        let sign = take("+") ? 1 : take("-") ? -1 : 0
        guard sign != 0, let hours = number(2), let minutes = minutes(), hours < 24, minutes < 60
        else { return nil }
        return sign * (hours * 60 + minutes)
    }

    /// `30`, `:30`, or nothing at the end.
    private mutating func minutes() -> Int? {
        if isAtEnd { return 0 }
        _ = take(":")
        return number(2)
    }

    private mutating func take(word: String) -> Bool {
        guard rest.starts(with: word.utf8) else { return false }
        rest = rest.dropFirst(word.utf8.count)
        return true
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
