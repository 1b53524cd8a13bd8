import Raster

/// Long work as one line: how far it is, how fast it goes, how long it still takes.
struct ProgressBar: Sendable {
    /// How far the work had come when it was first looked at, which says nothing about its speed.
    let start: JobProgress

    /// A bar for work that had come as far as `start`.
    init(from start: JobProgress = JobProgress()) { self.start = start }

    /// The line for `progress`, `elapsed` after the start, of at most `width` characters.
    ///
    /// What does not fit is left out, the least important first.
    func line(_ progress: JobProgress, elapsed: Duration, width: Int) -> String {
        let facts = facts(progress, elapsed / .seconds(1))
        var text = ""
        for fact in facts {
            let longer = text.isEmpty ? fact : "\(text)  \(fact)"
            guard longer.count <= width else { break }
            text = longer
        }
        guard let share = share(of: progress) else { return text }
        return Self.bar(share, width: min(40, width - text.count - 4)) + text
    }

    /// What there is to say, the most important first.
    private func facts(_ progress: JobProgress, _ seconds: Double) -> [String] {
        let share = share(of: progress).map { "\(Int($0 * 100)) %" }
        let failed = progress.failed > 0 ? "\(Figures.count(progress.failed)) failed" : nil
        return [share, items(progress), failed, left(progress, seconds), bytes(progress)].compactMap(\.self)
            + speed(progress, seconds)
    }

    private func items(_ progress: JobProgress) -> String {
        let total = progress.itemsTotal.map { "/" + Figures.count($0) } ?? ""
        return "\(Figures.count(progress.items))\(total) items"
    }

    private func bytes(_ progress: JobProgress) -> String? {
        guard progress.bytes > 0 || progress.bytesTotal ?? 0 > 0 else { return nil }
        let total = progress.bytesTotal.map { "/" + Figures.bytes($0) } ?? ""
        return Figures.bytes(progress.bytes) + total
    }

    private func speed(_ progress: JobProgress, _ seconds: Double) -> [String] {
        guard seconds > 0 else { return [] }
        let items = Double(progress.items - start.items) / seconds
        let bytes = Double(progress.bytes - start.bytes) / seconds
        return (items > 0 ? ["\(Figures.count(Int(items.rounded()))) items/s"] : [])
            + (bytes > 0 ? ["\(Figures.bytes(Int(bytes)))/s"] : [])
    }

    private func left(_ progress: JobProgress, _ seconds: Double) -> String? {
        guard let measure = measure(of: progress), seconds >= 1 else { return nil }
        let speed = Double(measure.done - measure.before) / seconds
        guard speed > 0, measure.done < measure.total else { return nil }
        return "ETA " + Figures.time(Double(measure.total - measure.done) / speed)
    }

    private func share(of progress: JobProgress) -> Double? {
        measure(of: progress).map { min(1, Double($0.done) / Double($0.total)) }
    }

    /// By what the end is told: bytes where their total is known, else items.
    private func measure(of progress: JobProgress) -> (done: Int, total: Int, before: Int)? {
        if let total = progress.bytesTotal, total > 0 { return (progress.bytes, total, start.bytes) }
        if let total = progress.itemsTotal, total > 0 { return (progress.items, total, start.items) }
        return nil
    }

    /// `[#####-----]  `, or nothing where there is little room.
    private static func bar(_ share: Double, width: Int) -> String {
        guard width >= 10 else { return "" }
        let full = Int(share * Double(width))
        return "[" + String(repeating: "#", count: full) + String(repeating: "-", count: width - full) + "]  "
    }
}

/// Numbers as people read them.
enum Figures {
    /// `1,234,567`.
    static func count(_ number: Int) -> String {
        let digits = String(number.magnitude)
        let groups = digits.reversed().enumerated().map { index, digit in
            index > 0 && index % 3 == 0 ? "\(digit)," : String(digit)
        }
        return (number < 0 ? "-" : "") + groups.reversed().joined()
    }

    /// `999 B`, `1.5 kB`, `2.0 GB`: decimal, as disks are sold.
    static func bytes(_ number: Int) -> String {
        guard number >= 1000 else { return "\(number) B" }
        var value = Double(number)
        var units = ["kB", "MB", "GB", "TB", "PB", "EB"][...]
        value /= 1000
        while value >= 999.95, units.count > 1 {
            value /= 1000
            units.removeFirst()
        }
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10).\(tenths % 10) \(units.first ?? "")"
    }

    /// `0:07`, `12:05`, `1:00:00`; what is more than four days is not worth telling exactly.
    static func time(_ seconds: Double) -> String {
        guard seconds < 360_000 else { return "days" }
        let whole = Int(seconds.rounded(.up))
        let (hours, minutes) = (whole / 3600, whole / 60 % 60)
        let end = padded(whole % 60)
        return hours > 0 ? "\(hours):\(padded(minutes)):\(end)" : "\(minutes):\(end)"
    }

    private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
