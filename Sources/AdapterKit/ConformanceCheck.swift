public import Raster

/// One promise of the adapter port, as a value that can be run against any adapter, live ones included.
public struct ConformanceCheck: Sendable, CustomStringConvertible {
    /// What came of a check.
    public enum Outcome: Sendable, Equatable {
        /// The promise was kept.
        case kept
        /// The adapter cannot do what the promise is about, for this reason.
        case notApplicable(String)
        /// It was not kept, for this reason.
        case broken(String)
    }

    /// The promise, unique among all checks.
    public let title: String
    /// What an adapter must be able to do for the promise to mean something.
    public let requirement: Requirement
    /// What it is about.
    public internal(set) var group = Group.reading
    private let body: @Sendable (Scratch) async throws -> Void

    /// The promise `title`, proved by `body`, which throws when it is broken.
    init(
        _ title: String, requires requirement: Requirement = .storing,
        _ body: @escaping @Sendable (Scratch) async throws -> Void
    ) {
        self.title = title
        self.requirement = requirement
        self.body = body
    }

    /// The promise.
    public var description: String { title }

    /// Tries the promise on `adapter` with assets of its own, made from `seed`, which it removes afterwards.
    ///
    /// Two runs against one store need two seeds, since the asset ids are made from them.
    public func run(on adapter: any Adapter, seed: UInt64) async -> Outcome {
        await attempt(on: adapter, seed: seed).outcome
    }

    /// What is expected of an adapter that keeps every promise but lacks the abilities `missing`, for its tests.
    public func outcome(without missing: Set<Requirement>) -> Outcome {
        missing.contains(requirement) ? .notApplicable("the adapter \(requirement)") : .kept
    }

    /// The same, and what it made on the way.
    func attempt(on adapter: any Adapter, seed: UInt64) async -> (outcome: Outcome, traces: Traces) {
        guard requirement.isMet(by: adapter) else {
            return (.notApplicable("the adapter \(requirement)"), Traces())
        }
        let scratch = Scratch(adapter, seed: seed &+ Self.number(of: title), place: ScratchPlace(seed: seed))
        let outcome = await outcome(scratch)
        return (outcome, await scratch.cleanUp())
    }

    private func outcome(_ scratch: Scratch) async -> Outcome {
        do {
            try await body(scratch)
            return .kept
        } catch let broken as Broken {
            return .broken(broken.reason)
        } catch { return .broken("unexpected: \(error)") }
    }

    /// FNV-1a, so that each check has ids of its own under one seed.
    private static func number(of text: String) -> UInt64 {
        text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
    }
}

extension ConformanceCheck {
    /// What an adapter must be able to do.
    public enum Requirement: String, Sendable, CaseIterable, CustomStringConvertible {
        case nothing, storing, receiving, fetching, updating, finding, enumeration, trash, comments, history
        case actions, collections, metadata, places, delivery, revising

        /// What is said of an adapter that cannot.
        public var description: String {
            switch self {
            case .storing: "takes nothing in"
            case .receiving: "takes no bytes from its caller"
            default: "has no \(rawValue)"
            }
        }

        /// Whether `adapter` can do it; all abilities are tried on assets that the check stores itself.
        ///
        /// In a system that fetches its bytes, only what is ``Staged`` can be stored.
        func isMet(by adapter: any Adapter) -> Bool {
            if self == .nothing { return true }
            guard adapter.takesUploads, adapter.fetching == nil || adapter is Staged else { return false }
            return isAbility(of: adapter)
        }

        private func isAbility(of adapter: any Adapter) -> Bool {
            switch self {
            case .nothing, .storing: true
            case .receiving: adapter.fetching == nil
            case .fetching: adapter.fetching != nil
            case .updating: adapter.updating != nil
            case .finding: adapter.finding != nil
            case .enumeration: adapter.enumeration != nil
            case .trash: adapter.trash != nil
            case .comments: adapter.comments != nil
            case .history: adapter.history != nil
            case .actions: adapter.actions != nil
            case .collections: adapter.collections != nil
            case .metadata: adapter.metadata != nil
            case .places: adapter.places != nil
            case .delivery: adapter.delivery != nil
            case .revising: adapter.revising != nil
            }
        }
    }
}
