import HTTPCore

/// One line of the table of faults: a name, what may be said of it, and how that becomes a ``Fault``.
public struct FaultKind: Sendable {
    /// The name, the value of `fault`.
    public let name: String
    /// The members that belong to it, as help spells them.
    public let parameters: [String]
    /// What it does, in one line.
    public let summary: String
    let read: @Sendable (JSONObject) throws -> Fault

    init(
        _ name: String, _ parameters: [String] = [], _ summary: String,
        read: @escaping @Sendable (JSONObject) throws -> Fault
    ) {
        (self.name, self.parameters, self.summary, self.read) = (name, parameters, summary, read)
    }

    /// Every fault there is.
    public static let all: [FaultKind] = answers + bodies + pages

    private static let answers = [
        FaultKind(
            "status", ["status", "headers", "body", "afterEffect"],
            "this status instead; the vendor's error unless a body is given", read: status),
        FaultKind("resetBeforeHeaders", "the request is read, nothing done, the connection reset") { _ in
            .resetBeforeHeaders
        },
        FaultKind(
            "resetAfterRequestBytes", ["bytes"], "reset in the middle of the request's body; nothing done"
        ) {
            .resetAfterRequestBytes(try count("bytes", $0))
        },
        FaultKind("effectThenReset", "all is done, the connection reset before the answer") { _ in
            .effectThenReset
        },
        FaultKind(
            "stall", ["bytes"], "no answer at all and nothing done; with bytes: done, and stuck after these"
        ) {
            .stall(afterBytes: try optionalCount("bytes", $0))
        },
    ]

    private static let bodies = [
        FaultKind("resetAfterBytes", ["bytes"], "reset in the middle of the answer's body") {
            .resetAfterBytes(try count("bytes", $0))
        },
        FaultKind("truncatedBody", ["bytes"], "the whole is promised, fewer bytes come (half, by default)") {
            .truncatedBody(try optionalCount("bytes", $0))
        },
        FaultKind("drip", ["bytes", "milliseconds"], "the answer's body comes in pieces, each after a pause")
        {
            let every = Duration.milliseconds(try count("milliseconds", $0))
            return .drip(bytes: max(1, try count("bytes", $0)), every: every)
        },
        FaultKind("corruptBody", "bits of the answer's body are flipped") { _ in .corruptBody },
        FaultKind("malformedJSON", "the answer is the beginning of a JSON text") { _ in .malformedJSON },
        FaultKind("wrongContentType", "the answer is an HTML page with 200") { _ in .wrongContentType },
    ]

    private static let pages = PageFault.allCases.map { fault in
        FaultKind(fault.rawValue, fault.summary) { _ in .page(fault) }
    }

    private init(
        _ name: String, _ summary: String, read: @escaping @Sendable (JSONObject) throws -> Fault
    ) {
        self.init(name, [], summary, read: read)
    }

    private static func count(_ name: String, _ object: JSONObject) throws -> Int {
        let number = try object.int(name)
        guard number >= 0 else { throw FaultMistake("\(name) must not be negative") }
        return number
    }

    private static func optionalCount(_ name: String, _ object: JSONObject) throws -> Int? {
        try object.optionalInt(name) == nil ? nil : count(name, object)
    }

    @Sendable private static func status(_ object: JSONObject) throws -> Fault {
        let code = try object.int("status")
        guard (200...599).contains(code) else { throw FaultMistake("status must be 200 to 599") }
        var fields: HTTPFields = [:]
        for member in try object.optionalObject("headers")?.members ?? [] {
            guard case .string(let value) = member.value else {
                throw FaultMistake("headers.\(member.name) must be a string")
            }
            fields.append(member.name, value)
        }
        return .status(
            HTTPStatus(code), fields: fields, text: try object.optionalString("body"),
            afterEffect: try object.optionalBool("afterEffect") ?? false)
    }
}

extension PageFault {
    /// What it does, in one line.
    var summary: String {
        switch self {
        case .repeatedPage: "a list's cursor leads to the same page once more"
        case .skippedPage: "a list's cursor leads beyond the next page"
        case .loopingCursor: "a list's cursor leads to itself for ever"
        case .emptyPage: "a page without items, though more follow"
        case .shrinkingPage: "a page with fewer items than asked for, though more follow"
        case .reorderedPage: "a page in the wrong order"
        case .duplicateItem: "a page with an item twice"
        }
    }
}

/// What is wrong with a plan, for whoever wrote it.
public struct FaultMistake: Error, Equatable, CustomStringConvertible {
    /// A sentence.
    public let description: String

    init(_ description: String) { self.description = description }
}
