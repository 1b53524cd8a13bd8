import Bytes
import FakeKit
import HTTPCore
import Synchronization
import TestSupport

/// A vendor with one thing in its store: `GET /thing`, `PUT /thing`, `DELETE /thing`, `GET /list`.
final class TestVendor: FakeService {
    static let operations = [("read", ""), ("write", ""), ("remove", ""), ("list", "")].map {
        (name: $0.0, summary: $0.1)
    }
    static let answer = #"{"thing": "0123456789012345678901234567890123456789"}"#

    let ledger: EffectLedger
    let clock: FakeClock?
    private let received = Mutex<[UInt8]>([])

    init(_ folder: FakeFolder, clock: FakeClock? = nil) throws {
        ledger = try EffectLedger(in: folder)
        self.clock = clock
    }

    /// What the last write brought.
    var bytes: [UInt8] { received.withLock { $0 } }
    var figures: [(name: String, count: Int)] { [("bytes", bytes.count)] }

    func reset() throws { try ledger.reset() }

    func failure(_ status: HTTPStatus) -> HTTPResponse {
        HTTPResponse(status, body: .bytes(Array("the vendor's \(status.code)".utf8)))
    }

    func call(_ request: HTTPRequest) -> FakeCall {
        let names: [HTTPMethod: String] = [.put: "write", .delete: "remove"]
        let name = request.target.hasPrefix("/list") ? "list" : names[request.method] ?? "read"
        return FakeCall(name, path: request.target, asset: "thing")
    }

    func respond(to request: HTTPRequest, _ occasion: FakeOccasion) async -> HTTPResponse {
        switch call(request).operation {
        case "write":
            guard let bytes = try? await request.body?.collect(upTo: 1 << 20) else { return failure(400) }
            received.withLock { $0 = bytes }
            note(.updated, occasion)
        case "remove":
            note(.deleted, occasion)
            return HTTPResponse(.noContent)
        case "list":
            return HTTPResponse(.ok, body: .bytes(Array("\(occasion.page?.rawValue ?? "whole")".utf8)))
        default: break
        }
        return HTTPResponse(
            .ok, fields: ["Content-Type": "application/json"], body: .bytes(Array(Self.answer.utf8)))
    }

    private func note(_ kind: Effect.Kind, _ occasion: FakeOccasion) {
        _ = try? ledger.note(
            Effect(
                kind, "thing", place: "here", filename: "thing.txt", size: 1, sha256: "",
                request: occasion.request,
                answer: occasion.answer, milliseconds: 0))
    }
}

/// A fake of ``TestVendor`` without a socket, whose waits are counted and take no time.
struct TestFake {
    let vendor: TestVendor
    let handler: FakeHandler<TestVendor>
    let waits = Waits()

    init(_ faults: PlannedFault...) throws {
        vendor = try TestVendor(FakeFolder())
        let waits = waits
        handler = FakeHandler(
            vendor, plan: FaultPlan(faults),
            time: FakeTime(now: { 1_768_473_000_000 }, wait: { waits.note($0) }))
    }

    /// The effects on the thing, each with what the client learnt.
    var effects: [String] { vendor.ledger.effects.map { "\($0.kind.rawValue) \($0.answer.rawValue)" } }

    /// The answer to a request, as a transport has it.
    func send(_ method: HTTPMethod, _ target: String = "/thing", _ body: String? = nil) async throws
        -> HTTPResponse
    {
        try await LoopbackTransport(to: handler)
            .send(HTTPRequest(method, target, body: body.map { ByteStream($0.utf8) }))
    }

    /// What a request comes to: the status, and the bytes of the body with whatever ended it.
    func outcome(_ method: HTTPMethod, _ body: String? = nil) async -> String {
        do {
            let response = try await send(method, "/thing", body)
            guard case .stream(let stream) = response.body else {
                return "\(response.status.code) \(response.body.length ?? -1)"
            }
            var count = 0
            do { while let chunk = try await stream.next() { count += chunk.count } } catch {
                return "\(response.status.code) \(count) of \(stream.length ?? -1) \(type(of: error))"
            }
            return "\(response.status.code) \(count)"
        } catch HTTPTransportError.interrupted { return "interrupted" } catch { return "\(error)" }
    }
}

/// The waits that there would have been.
final class Waits: Sendable {
    private let all = Mutex<[Duration]>([])

    var durations: [Duration] { all.withLock { $0 } }
    func note(_ duration: Duration) { all.withLock { $0.append(duration) } }
}
