import Raster

extension Timestamp {
    /// Such as `2026-07-03T00:00:00.000Z`: the one place where Raster shows a date as text.
    var iso8601: String {
        let (days, rest) = milliseconds.quotientAndRemainder(dividingBy: 86_400_000)
        let dayNumber = rest < 0 ? days - 1 : days
        let inDay = Int(rest < 0 ? rest + 86_400_000 : rest)
        let (year, month, day) = Self.date(ofDay: Int(dayNumber))
        let time = [inDay / 3_600_000, inDay / 60_000 % 60, inDay / 1000 % 60].map { $0.padded(2) }
        return "\(year.padded(4))-\(month.padded(2))-\(day.padded(2))"
            + "T\(time.joined(separator: ":")).\((inDay % 1000).padded(3))Z"
    }

    /// The Gregorian date `day` days after 1970-01-01, counted in eras of 400 years that begin in March.
    private static func date(ofDay day: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = day + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
    }
}

extension Int {
    fileprivate func padded(_ digits: Int) -> String {
        let text = String(self)
        return String(repeating: "0", count: Swift.max(0, digits - text.count)) + text
    }
}
