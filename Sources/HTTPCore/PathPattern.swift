/// A path with named holes, such as `/assets/{asset}/comments`.
public struct PathPattern: Sendable, Hashable, ExpressibleByStringLiteral, CustomStringConvertible {
    enum Segment: Sendable, Hashable {
        case literal(String)
        case hole(String)
    }

    let segments: [Segment]
    /// The pattern as it was written.
    public let description: String

    /// The pattern `path`; a segment in braces is a hole.
    public init(_ path: String) {
        description = path
        segments = path.split(separator: "/").map { segment in
            segment.hasPrefix("{") ? .hole(String(segment.dropFirst().dropLast())) : .literal(String(segment))
        }
    }

    /// The pattern `path`; a segment in braces is a hole.
    public init(stringLiteral path: String) { self.init(path) }

    /// How many of its segments are holes.
    var holes: Int {
        segments.count { segment in
            if case .hole = segment { true } else { false }
        }
    }

    /// Whether decoded `path` segments fit; a hole takes any one segment that is not empty.
    public func matches(_ path: [String]) -> Bool {
        guard path.count == segments.count else { return false }
        for index in path.indices {
            switch segments[index] {
            case .literal(let text): guard text == path[index] else { return false }
            case .hole: guard !path[index].isEmpty else { return false }
            }
        }
        return true
    }
}

/// What stands in the holes of a pattern.
public struct PathParameters: Sendable {
    /// The pattern that fitted.
    public let pattern: PathPattern
    let path: [String]

    /// The value in the hole called `name`; asking for a hole the pattern lacks is a bug, and traps.
    public subscript(name: String) -> String {
        for (segment, value) in zip(pattern.segments, path) {
            if case .hole(name) = segment { return value }
        }
        preconditionFailure("no {\(name)} in \(pattern)")
    }

    /// The value in the hole called `name`, or `nil` where the pattern has none.
    public func value(_ name: String) -> String? {
        zip(pattern.segments, path).first { $0.0 == .hole(name) }?.1
    }
}
