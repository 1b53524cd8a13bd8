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

/// Routes, tried in the order they are written; a value that can be printed and compared with a document.
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
            routes.filter { $0.path.segments.count == length }
        }
    }

    /// The routes, in order, whose paths have as many segments as `segments`.
    private func candidates(_ segments: [String]) -> [Route<Action>] {
        segments.count < byLength.count ? byLength[segments.count] : []
    }

    /// The first route for `method` and the decoded `segments` of ``RequestTarget``.
    public func match(_ method: HTTPMethod, _ segments: [String]) -> Match {
        var pathIsKnown = false
        for route in candidates(segments) where route.path.matches(segments) {
            guard !route.answers(method) else {
                return .found(route.action, PathParameters(pattern: route.path, path: segments))
            }
            pathIsKnown = true
        }
        return pathIsKnown ? .methodNotAllowed(allowed(segments)) : .unknown
    }

    /// The verbs of every route whose path fits, each once, in the table's order, HEAD after GET.
    public func allowed(_ segments: [String]) -> [HTTPMethod] {
        var methods: [HTTPMethod] = []
        for route in candidates(segments)
        where route.path.matches(segments) && !methods.contains(route.method) {
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
