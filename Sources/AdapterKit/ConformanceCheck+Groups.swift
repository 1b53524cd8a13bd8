extension ConformanceCheck {
    /// Every check, in the order of the port.
    public static let all: [ConformanceCheck] = Group.allCases.flatMap { group in
        group.checks.map { check in
            var check = check
            check.group = group
            return check
        }
    }

    /// What checks are about.
    public enum Group: String, Sendable, CaseIterable, CustomStringConvertible {
        case reading, ranges, writing, bodies, names, fidelity, digests, errors, deleting, finding, listing
        case concurrency, updating, trash, comments, history, actions, collections, metadata, places
        case delivery, revising, fetching, limits

        /// Its name.
        public var description: String { rawValue }

        var checks: [ConformanceCheck] {
            switch self {
            case .reading: ConformanceCheck.reading
            case .ranges: ConformanceCheck.ranges
            case .writing: ConformanceCheck.writing
            case .bodies: ConformanceCheck.bodies
            case .names: ConformanceCheck.names
            case .fidelity: ConformanceCheck.fidelity
            case .digests: ConformanceCheck.digests
            case .errors: ConformanceCheck.errors
            case .deleting: ConformanceCheck.deleting
            case .finding: ConformanceCheck.finding
            case .listing: ConformanceCheck.listing
            case .concurrency: ConformanceCheck.concurrency
            case .updating: ConformanceCheck.updating
            case .trash: ConformanceCheck.trash
            case .comments: ConformanceCheck.comments
            case .history: ConformanceCheck.history
            case .actions: ConformanceCheck.actions
            case .collections: ConformanceCheck.collections
            case .metadata: ConformanceCheck.metadata
            case .places: ConformanceCheck.places
            case .delivery: ConformanceCheck.delivery
            case .revising: ConformanceCheck.revising
            case .fetching: ConformanceCheck.fetching
            case .limits: ConformanceCheck.limits
            }
        }
    }
}
