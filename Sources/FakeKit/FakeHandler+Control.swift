import Bytes
import HTTPCore

/// The routes below `/_fake/`: verb, path and what they do.
public enum FakeControl {
    /// Every route.
    public static let routes: [(name: String, summary: String)] = [
        ("GET /_fake/faults", "the planned faults"),
        ("PUT /_fake/faults", "plans these faults and no others: an array, or {\"faults\": […]}"),
        ("POST /_fake/faults", "plans these faults behind those there are"),
        ("DELETE /_fake/faults", "plans no faults"),
        ("GET /_fake/receipts", "how often each fault fired, on which requests, and how many did not"),
        ("GET /_fake/ledger?after=N&limit=M", "what was done to the store after effect N, at most 1000"),
        ("GET /_fake/state", "how much there is of what"),
        ("POST /_fake/reset", "forgets assets, ledger, faults and receipts"),
        ("GET /_fake/clock", "the fake's time, and by how much it is ahead"),
        ("PUT /_fake/clock", "puts the clock: {\"aheadMilliseconds\": N}"),
    ]

    static let bodyLimit = 1 << 20
}

extension FakeHandler {
    /// The answer to a request about the fake itself.
    func control(_ request: HTTPRequest, _ segments: [String]) async -> HTTPResponse {
        do {
            if let own = try await service.control(request, segments) { return own }
            switch (request.method, segments) {
            case (.get, ["faults"]): return .json { faults(&$0) }
            case (.put, ["faults"]): plan.replace(with: try await faults(in: request))
            case (.post, ["faults"]): plan.add(try await faults(in: request))
            case (.delete, ["faults"]): plan.replace(with: [])
            case (.get, ["receipts"]): return .json { receipts(&$0) }
            case (.get, ["ledger"]): return try ledger(request)
            case (.get, ["state"]): return .json { state(&$0) }
            case (.post, ["reset"]): try reset()
            case (.get, ["clock"]): return .json { clock(&$0) }
            case (.put, ["clock"]): try await putClock(request)
            default:
                return .complaint(404, "\(request.method.rawValue) /_fake/\(segments.joined(separator: "/"))")
            }
            return HTTPResponse(.noContent)
        } catch {
            return .complaint(400, "\(error)")
        }
    }

    private func body(_ request: HTTPRequest) async throws -> JSONValue {
        let bytes = try await request.body?.collect(upTo: FakeControl.bodyLimit) ?? []
        return try JSONValue(parsing: bytes)
    }

    private func faults(in request: HTTPRequest) async throws -> [PlannedFault] {
        try PlannedFault.list(try await body(request), operations: Service.operations.map(\.name))
    }

    private func reset() throws {
        try service.reset()
        plan.replace(with: [])
    }

    private func faults(_ json: inout JSONWriter) {
        json.array("faults") { json in for fault in plan.faults { fault.write(&json) } }
    }

    private func receipts(_ json: inout JSONWriter) {
        let receipts = plan.receipts
        json.member("unconsumed", receipts.count { !$0.isConsumed })
        json.array("receipts") { json in
            for receipt in receipts { json.object { receipt.write(&$0) } }
        }
    }

    private func ledger(_ request: HTTPRequest) throws -> HTTPResponse {
        let query = try RequestTarget(request.target).query()
        let after = query.first("after").flatMap { Int($0) } ?? 0
        let limit = min(query.first("limit").flatMap { Int($0) } ?? 1000, 1000)
        let effects = service.ledger.effects(after: after, limit: max(0, limit))
        return .json { json in
            json.member("count", service.ledger.count)
            json.array("effects") { json in
                for effect in effects { json.object { effect.write(&$0) } }
            }
        }
    }

    private func state(_ json: inout JSONWriter) {
        json.member("requests", requests)
        json.member("effects", service.ledger.count)
        for figure in service.figures {
            json.key(text: figure.name)
            json.int(figure.count)
        }
    }

    private func clock(_ json: inout JSONWriter) {
        let clock = service.clock
        json.member("now", clock.map { Moment.text(milliseconds: $0.now) })
        json.member("aheadMilliseconds", clock?.offset)
    }

    private func putClock(_ request: HTTPRequest) async throws {
        let ahead = try (try await body(request)).asObject().int("aheadMilliseconds")
        guard let clock = service.clock else { throw FaultMistake("this fake has no clock") }
        clock.offset = ahead
    }
}

extension FaultReceipt {
    fileprivate func write(_ json: inout JSONWriter) {
        json.key("planned")
        planned.write(&json)
        json.member("expected", planned.times)
        json.member("fired", fired)
        json.member("isConsumed", isConsumed)
        json.array("firings") { json in
            for firing in firings {
                json.object { json in
                    json.member("request", firing.request)
                    json.member("method", firing.method)
                    json.member("path", firing.path)
                    json.member("at", Moment.text(milliseconds: firing.milliseconds))
                }
            }
        }
    }
}

extension HTTPResponse {
    fileprivate static func json(_ members: (inout JSONWriter) -> Void) -> HTTPResponse {
        var json = JSONWriter()
        json.object(members)
        let bytes = json.finish() + [UInt8(ascii: "\n")]
        return HTTPResponse(.ok, fields: ["Content-Type": "application/json"], body: .bytes(bytes))
    }

    fileprivate static func complaint(_ status: HTTPStatus, _ text: String) -> HTTPResponse {
        var response = json { $0.member("problem", text) }
        response.status = status
        return response
    }
}
