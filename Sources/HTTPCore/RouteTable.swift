/// One line of a route table: a verb, a path, and what there is to do.
///
/// `Action` is the table's own type: a closure, or a value with the closure and what must hold before it runs.
public struct Route<Action: Sendable>: Sendable, CustomStringConvertible {
    /// The verb; a route for GET answers HEAD too.
    public let method: HTTPMethod
    /// The path.
    public let path: PathPattern
    /// What there is to do.
    public let action: Action

    /// A route.
    public init(_ method: HTTPMethod, _ path: PathPattern, _ action: Action) {
        self.method = method
        self.path = path
        self.action = action
    }

    /// The verb and the path, such as `GET /me`.
    public var description: String { "\(method.rawValue) \(path)" }

    fileprivate func answers(_ requested: HTTPMethod) -> Bool {
        method == requested || (method == .get && requested == .head)
    }
}

/// Routes, those with literal paths before those with holes; a value that can be printed and compared with a document.
public struct RouteTable<Action: Sendable>: Sendable, CustomStringConvertible {
    /// What a table says of a request.
    public enum Match: Sendable {
        /// The route's action, and what stood in the holes of its path.
        case found(Action, PathParameters)
        /// The path is known, with these verbs, HEAD beside GET; they belong into `Allow`.
        case methodNotAllowed([HTTPMethod])
        /// No route has such a path.
        case unknown
    }

    /// The routes in order.
    public let routes: [Route<Action>]
    private let byLength: [[Route<Action>]]

    /// A table of `routes`.
    public init(_ routes: [Route<Action>]) {
        self.routes = routes
        let longest = routes.map(\.path.segments.count).max() ?? 0
        byLength = (0...longest).map { length in
            // Sorting is stable: among equals the table's order stays.
            routes.filter { $0.path.segments.count == length }.sorted { $0.path.holes < $1.path.holes }
        }
    }

    /// The first pattern that fits; those with fewer holes come first, so that a literal wins over a hole.
    private func pattern(_ segments: [String]) -> PathPattern? {
        guard segments.count < byLength.count else { return nil }
        return byLength[segments.count].first { $0.path.matches(segments) }?.path
    }

    /// The route for `method` of the pattern that fits the decoded `segments` of ``RequestTarget`` best.
    public func match(_ method: HTTPMethod, _ segments: [String]) -> Match {
        guard let pattern = pattern(segments) else { return .unknown }
        for route in byLength[segments.count] where route.path == pattern && route.answers(method) {
            return .found(route.action, PathParameters(pattern: pattern, path: segments))
        }
        return .methodNotAllowed(allowed(segments))
    }

    /// The verbs of the pattern that fits best, each once, in the table's order, HEAD after GET.
    public func allowed(_ segments: [String]) -> [HTTPMethod] {
        guard let pattern = pattern(segments) else { return [] }
        var methods: [HTTPMethod] = []
        for route in byLength[segments.count] where route.path == pattern && !methods.contains(route.method) {
            methods += route.method == .get ? [.get, .head] : [route.method]
        }
        return methods
    }

    /// One route a line.
    public var description: String { routes.map(\.description).joined(separator: "\n") }
}

extension RouteTable: RandomAccessCollection {
    /// The index of the first route.
    public var startIndex: Int { routes.startIndex }
    /// The index after the last route.
    public var endIndex: Int { routes.endIndex }
    /// The route at `index`.
    public subscript(index: Int) -> Route<Action> { routes[index] }
}
