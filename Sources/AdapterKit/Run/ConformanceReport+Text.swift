import Raster

extension ConformanceReport {
    /// The report for people, line by line.
    public var text: [String] {
        ["\(adapter) (\(kind)), seed \(seed)", ""] + groups.map { Self.line($0.group, $0.lines) }
            + broken.flatMap { ["", "BROKEN  \($0.title)", "        \($0.reason ?? "")"] }
            + ["", "abilities"] + abilities.map(\.line)
            + (left.isEmpty
                ? [] : ["", "could not be removed: \(left.map(\.rawValue).joined(separator: " "))"])
            + ["", summary]
    }

    /// One sentence.
    public var summary: String {
        let counts =
            "\(lines.count) checks: \(kept.count) kept, \(broken.count) broken, "
            + "\(notApplicable.count) not applicable, in \(duration.inSeconds) s"
        return isComplete ? counts : "\(counts); interrupted"
    }

    private static func line(_ group: ConformanceCheck.Group, _ lines: [Line]) -> String {
        let kept = lines.count { $0.outcome == .kept }
        let skipped = lines.filter(\.isSkipped)
        var facts: [String] = kept > 0 ? ["\(kept) kept"] : []
        let broken = lines.count - kept - skipped.count
        if broken > 0 { facts.append("\(broken) BROKEN") }
        if let reason = skipped.first?.reason { facts.append("\(skipped.count) not applicable: \(reason)") }
        return "  " + group.rawValue.padded(to: 14) + facts.joined(separator: ", ")
    }
}

extension ConformanceReport.Ability {
    fileprivate var line: String {
        let text =
            switch state {
            case .earned: "earned"
            case .broken: "declared, but broken: \(broken.count) checks are not kept"
            case .undeclared: "works, but is not declared"
            case .absent: "-"
            case .untried: "declared; not all of its checks were run"
            }
        return "  " + requirement.rawValue.padded(to: 14) + text
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(1, width - count))
    }
}
