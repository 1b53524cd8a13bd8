extension Timestamp {
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
        "November", "December",
    ]

    /// The moment for people, to the minute: `27 June 2026, 20:26 UTC`.
    public var sentence: String {
        let (minutes, _) = milliseconds.floored(by: 60_000)
        let (days, minuteOfDay) = minutes.floored(by: 1440)
        let (year, month, day) = Self.date(days)
        let hour = String(minuteOfDay / 60 + 100).suffix(2)
        let minute = String(minuteOfDay % 60 + 100).suffix(2)
        return "\(day) \(Self.months[month - 1]) \(year), \(hour):\(minute) UTC"
    }

    /// The Gregorian date of a day counted from 1970-01-01, after Howard Hinnant's `civil_from_days`.
    private static func date(_ days: Int64) -> (year: Int64, month: Int, day: Int64) {
        let (era, dayOfEra) = (days + 719_468).floored(by: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = Int(shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9)
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }
}

extension Int64 {
    fileprivate func floored(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let quotient = self >= 0 ? self / divisor : (self + 1) / divisor - 1
        return (quotient, self - quotient * divisor)
    }
}
