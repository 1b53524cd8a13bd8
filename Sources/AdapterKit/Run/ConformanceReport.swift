public import Raster

/// What came of a run of checks: a line for each, and what the adapter has earned.
public struct ConformanceReport: Sendable {
    /// What came of one check.
    public struct Line: Sendable {
        /// The promise.
        public var title: String
        /// What it is about.
        public var group: ConformanceCheck.Group
        /// What an adapter must be able to do for it.
        public var requirement: ConformanceCheck.Requirement
        /// Whether it was kept.
        public var outcome: ConformanceCheck.Outcome
        /// How long it took.
        public var duration: Duration
    }

    /// What an adapter says of an ability, beside what was seen of it.
    public struct Ability: Sendable {
        /// How the two agree.
        public enum State: String, Sendable, CaseIterable {
            /// It is declared, and every check of it was kept.
            case earned
            /// It is declared, and some check of it was not kept.
            case broken
            /// It is not declared, though there are methods for it and every check of it was kept.
            case undeclared
            /// It is not declared, and nothing else was seen.
            case absent
            /// It is declared, and not all checks of it were run.
            case untried
        }

        /// The ability.
        public var requirement: ConformanceCheck.Requirement
        /// How what is declared and what was seen agree.
        public var state: State
        /// The checks of it that were not kept.
        public var broken: [String]
    }

    /// The adapter's name in the configuration.
    public var adapter: AdapterName
    /// The kind of system.
    public var kind: String
    /// What the asset ids were made from.
    public var seed: UInt64
    /// One line for each check that was run, in the order of ``ConformanceCheck/all``.
    public var lines: [Line]
    /// One for each ability, storing first.
    public var abilities: [Ability]
    /// Assets of the run that could not be removed.
    public var left: [NativeID]
    /// Whether every check that was asked for was run.
    public var isComplete: Bool
    /// Whether the system was out of reach when the run ended.
    public var isUnavailable: Bool
    /// How long all of it took.
    public var duration: Duration
}

extension ConformanceReport {
    /// Whether every check that applies was kept, and nothing is left behind.
    public var isKept: Bool { isComplete && broken.isEmpty && left.isEmpty }

    /// The checks that were kept.
    public var kept: [Line] { lines.filter { $0.outcome == .kept } }

    /// The checks that were not kept.
    public var broken: [Line] { lines.filter { $0.reason != nil && !$0.isSkipped } }

    /// The checks that mean nothing here.
    public var notApplicable: [Line] { lines.filter(\.isSkipped) }

    /// The groups of which checks were run, with their lines.
    var groups: [(group: ConformanceCheck.Group, lines: [Line])] {
        ConformanceCheck.Group.allCases.compactMap { group in
            let own = lines.filter { $0.group == group }
            return own.isEmpty ? nil : (group, own)
        }
    }
}

extension ConformanceReport.Line {
    /// Why the check was not kept, or does not apply.
    var reason: String? {
        switch outcome {
        case .kept: nil
        case .notApplicable(let reason), .broken(let reason): reason
        }
    }

    /// Whether it does not apply.
    var isSkipped: Bool {
        if case .notApplicable = outcome { true } else { false }
    }

    /// One word for programs.
    var word: String {
        switch outcome {
        case .kept: "kept"
        case .notApplicable: "notApplicable"
        case .broken: "broken"
        }
    }
}

extension Duration {
    /// Seconds with three digits after the point, the rest dropped.
    var inSeconds: String {
        let (seconds, rest) = milliseconds.quotientAndRemainder(dividingBy: 1000)
        return "\(seconds)." + String(String(1000 + rest).dropFirst())
    }
}
