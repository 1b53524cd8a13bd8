import Bytes
public import HTTPCore
import Synchronization

/// A vendor's API with whatever is planned to go wrong, and a control surface below `/_fake/`.
public final class FakeHandler<Service: FakeService>: HTTPHandler {
    /// The vendor.
    public let service: Service
    /// What goes wrong.
    public let plan: FaultPlan
    /// The time that faults take.
    public let time: FakeTime
    let numbers = Atomic(0)
    private let log: (@Sendable (String) -> Void)?

    /// `service` under `plan`; `log` gets a line for each request, without keys and queries.
    public init(
        _ service: Service, plan: FaultPlan = FaultPlan(), time: FakeTime = .system,
        log: (@Sendable (String) -> Void)? = nil
    ) {
        (self.service, self.plan, self.time, self.log) = (service, plan, time, log)
    }

    /// How many requests have come, those to the control surface left out.
    public var requests: Int { numbers.load(ordering: .relaxed) }

    /// The service's answer, spoilt by the fault that is due; below `/_fake` that of the control surface.
    public func respond(to request: HTTPRequest) async -> HTTPResponse {
        let segments = RequestTarget(request.target).segments ?? []
        if segments.first == "_fake" { return await control(request, Array(segments.dropFirst())) }
        let number = numbers.add(1, ordering: .relaxed).newValue
        let call = service.call(request)
        let firing = FaultReceipt.Firing(
            request: number, method: request.method.rawValue, path: call.path, milliseconds: time.now())
        let fault = plan.take(call, firing)
        let response = await respond(to: request, number, fault)
        log?(line(number, request, call, fault, response))
        return response
    }

    private func line(
        _ number: Int, _ request: HTTPRequest, _ call: FakeCall, _ fault: Fault?, _ response: HTTPResponse
    ) -> String {
        let status = response.isWithheld ? "reset" : "\(response.status.code)"
        let path = request.target.prefix { $0 != "?" }
        return
            "\(Moment.text(milliseconds: time.now())) #\(number) \(call.operation) \(request.method.rawValue) "
            + "\(path) \(status)" + (fault.map { " fault=\($0.name)" } ?? "")
    }
}

extension FakeHandler {
    /// The answer under `fault`.
    private func respond(to request: HTTPRequest, _ number: Int, _ fault: Fault?) async -> HTTPResponse {
        guard let fault else { return await service.respond(to: request, FakeOccasion(request: number)) }
        switch fault {
        case .resetBeforeHeaders:
            await request.body?.drain()
            return .withheld
        case .resetAfterRequestBytes(let count):
            await request.body?.drain(upTo: count)
            return .withheld
        case .stall(afterBytes: nil):
            await request.body?.drain()
            await time.stall()
            return .withheld
        case .status(_, _, _, afterEffect: false): return status(fault)
        case .page(let page):
            return await service.respond(to: request, FakeOccasion(request: number, page: page))
        default:
            let occasion = FakeOccasion(request: number, answer: fault.answer)
            return spoil(await service.respond(to: request, occasion), by: fault)
        }
    }

    /// The vendor's answer after the fault has befallen it.
    private func spoil(_ response: HTTPResponse, by fault: Fault) -> HTTPResponse {
        switch fault {
        case .status: status(fault)
        case .effectThenReset: .withheld
        case .resetAfterBytes(let count): response.cut(after: count) { throw HTTPReset() }
        case .truncatedBody(let count): response.cut(after: count) { throw FakeTruncation() }
        case .stall(let count): response.cut(after: count, stall)
        case .drip(let bytes, let every): response.dripping(bytes) { [time] in await time.wait(every) }
        case .corruptBody: response.corrupted
        case .malformedJSON: response.replaced("application/json", #"{"data": [{"id": ""#)
        case .wrongContentType:
            HTTPResponse(.ok).replaced(
                "text/html; charset=utf-8", "<!doctype html>\n<title>Please log in</title>\n")
        default: response
        }
    }

    @Sendable private func stall() async throws {
        await time.stall()
        throw HTTPReset()
    }

    private func status(_ fault: Fault) -> HTTPResponse {
        guard case .status(let status, let fields, let text, _) = fault else { return service.failure(500) }
        var response = service.failure(status)
        if let text { response = HTTPResponse(status, body: .bytes(Array(text.utf8))) }
        for field in fields {
            response.fields[field.name] = nil
            response.fields.append(field.name, field.value)
        }
        return response
    }
}
