public import HTTPCore

extension PlannedFault {
    private static let common = [
        "operation", "fault", "times", "skip", "path", "asset", "probability", "seed",
    ]

    /// The faults in `json`: an array of them, or an object with one called `faults`.
    ///
    /// Throws ``FaultMistake`` for whatever is not known here, a member of another fault included.
    public static func list(_ json: JSONValue, operations: [String]) throws -> [PlannedFault] {
        var list = json
        if case .object(let object) = json {
            if let extra = object.members.first(where: { $0.name != "faults" }) {
                throw FaultMistake("there is no \"\(extra.name)\" beside \"faults\"")
            }
            list = object["faults"] ?? .null
        }
        guard case .array(let elements) = list else { throw FaultMistake("faults must be an array") }
        return try elements.enumerated().map { index, element in
            do { return try PlannedFault(element, operations) } catch {
                throw FaultMistake("faults[\(index)]: \(error)")
            }
        }
    }

    private init(_ json: JSONValue, _ operations: [String]) throws {
        let object = try json.asObject()
        let name = try object.string("fault")
        guard let kind = FaultKind.all.first(where: { $0.name == name }) else {
            let known = FaultKind.all.map(\.name).joined(separator: ", ")
            throw FaultMistake("there is no fault \"\(name)\"; known: \(known)")
        }
        let known = Self.common + kind.parameters
        if let extra = object.members.first(where: { !known.contains($0.name) }) {
            throw FaultMistake("\(name) has no \"\(extra.name)\"; known: \(known.joined(separator: ", "))")
        }
        let probability = try Self.probability(object)
        self.init(
            try Self.operation(object, operations), try kind.read(object),
            times: try object.optionalInt("times") ?? (probability == nil ? 1 : nil),
            skip: try object.optionalInt("skip") ?? 0, path: try object.optionalString("path"),
            asset: try object.optionalString("asset"), probability: probability,
            seed: try object.optionalInt("seed") ?? 1)
        guard skip >= 0, times ?? 1 >= 1 else { throw FaultMistake("times is at least 1, skip at least 0") }
    }

    private static func operation(_ object: JSONObject, _ known: [String]) throws -> String {
        let operation = try object.string("operation")
        guard operation == "*" || known.contains(operation) else {
            throw FaultMistake(
                "there is no operation \"\(operation)\"; known: \((known + ["*"]).joined(separator: ", "))")
        }
        return operation
    }

    private static func probability(_ object: JSONObject) throws -> Double? {
        guard let probability = try object.optionalDouble("probability") else { return nil }
        guard (0...1).contains(probability) else { throw FaultMistake("probability is 0 to 1") }
        return probability
    }

    /// The fault as ``list(_:operations:)`` reads it.
    func write(_ json: inout JSONWriter) {
        json.object { json in
            json.member("operation", operation)
            fault.write(&json)
            if let times { json.member("times", times) }
            json.member("skip", skip)
            if let path { json.member("path", path) }
            if let asset { json.member("asset", asset) }
            if let probability {
                json.member("probability", probability)
                json.member("seed", seed)
            }
        }
    }
}

extension Fault {
    /// The name that ``FaultKind`` knows it by.
    public var name: String {
        switch self {
        case .status: "status"
        case .resetBeforeHeaders: "resetBeforeHeaders"
        case .resetAfterRequestBytes: "resetAfterRequestBytes"
        case .effectThenReset: "effectThenReset"
        case .resetAfterBytes: "resetAfterBytes"
        case .stall: "stall"
        case .drip: "drip"
        case .truncatedBody: "truncatedBody"
        case .corruptBody: "corruptBody"
        case .malformedJSON: "malformedJSON"
        case .wrongContentType: "wrongContentType"
        case .page(let fault): fault.rawValue
        }
    }

    fileprivate func write(_ json: inout JSONWriter) {
        json.member("fault", name)
        switch self {
        case .status(let status, let fields, let text, let afterEffect):
            json.member("status", status.code)
            if !fields.isEmpty {
                json.object("headers") { json in
                    for field in fields {
                        json.key(text: field.name)
                        json.string(field.value)
                    }
                }
            }
            if let text { json.member("body", text) }
            if afterEffect { json.member("afterEffect", true) }
        case .resetAfterRequestBytes(let bytes), .resetAfterBytes(let bytes): json.member("bytes", bytes)
        case .stall(let bytes), .truncatedBody(let bytes): if let bytes { json.member("bytes", bytes) }
        case .drip(let bytes, let every):
            json.member("bytes", bytes)
            json.member("milliseconds", Int(every / .milliseconds(1)))
        default: break
        }
    }
}
