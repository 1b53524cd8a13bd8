import Bytes
import HTTPCore
import Synchronization
import TestSupport

@testable import MicroHTTP

/// A handler made of a closure; what it refuses it says in plain text.
struct ClosureHandler: HTTPHandler {
    let body: @Sendable (HTTPRequest) async -> HTTPResponse

    func respond(to request: HTTPRequest) async -> HTTPResponse { await body(request) }

    func refuse(_ refusal: HTTPRefusal, _ request: HTTPRequest?) -> HTTPResponse {
        let text = Array("\(refusal)".utf8)
        return switch refusal {
        case .malformed: HTTPResponse(400, body: .bytes(text))
        default: HTTPResponse(503, body: .bytes(text))
        }
    }
}

/// A clock that a test sets.
final class TestClock: Sendable {
    private let time = Lock(Duration.zero)
    var now: Duration { time.withLock { $0 } }
    func advance(by duration: Duration) { time.withLock { $0 += duration } }
}

/// A door that tasks wait at until it is opened.
final class Gate: Sendable {
    private let state = Lock<(isOpen: Bool, waiting: [CheckedContinuation<Void, Never>])>((false, []))

    func open() {
        let waiting = state.withLock { state in
            defer { state = (true, []) }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    func wait() async {
        await withCheckedContinuation { continuation in
            let isOpen = state.withLock { state in
                if !state.isOpen { state.waiting.append(continuation) }
                return state.isOpen
            }
            if isOpen { continuation.resume() }
        }
    }
}

/// Waits until its task is cancelled.
func waitForCancellation() async {
    let gate = Gate()
    await withTaskCancellationHandler {
        await gate.wait()
    } onCancel: {
        gate.open()
    }
}

/// The threads that all tests' handlers continue on.
let testPool = BlockingPool(threads: 8)

/// A running server, stopped at the end; `clock` moves only when the test says so.
func withServer(
    limits: HTTPServerLimits = .init(), clock: TestClock = TestClock(),
    _ respond: @escaping @Sendable (HTTPRequest) async -> HTTPResponse,
    body: (HTTPServer) async throws -> Void
) async throws {
    let server = HTTPServer(
        HTTPServerConfiguration(limits: limits), handler: ClosureHandler(body: respond),
        executor: testPool, now: { clock.now }, reapsByItself: false)
    try server.start()
    do {
        try await body(server)
    } catch {
        await server.stop(within: .zero)
        throw error
    }
    await server.stop(within: .zero)
}

extension HTTPServer {
    /// A new connection to it.
    func connect() throws -> RawSocket { try RawSocket(port: port) }

    /// The answer to `text` on a connection of its own.
    func answer(to text: String) throws -> RawResponse {
        let socket = try connect()
        try socket.send(text)
        return try socket.receiveResponse()
    }
}

extension HTTPResponse {
    /// 200 with `text`.
    static func text(_ text: String) -> HTTPResponse { HTTPResponse(.ok, body: .bytes(Array(text.utf8))) }
}

/// Sends the body back, or 500 with the error that ended it.
@Sendable func echo(_ request: HTTPRequest) async -> HTTPResponse {
    do {
        return HTTPResponse(.ok, body: .bytes(try await request.body?.collect(upTo: 1 << 28) ?? []))
    } catch {
        return HTTPResponse(500, body: .bytes(Array("\(error)".utf8)))
    }
}

/// `count` bytes that are the same each time and do not repeat soon.
func pattern(_ count: Int) -> [UInt8] {
    var state: UInt32 = 1
    return (0..<count).map { _ in
        state = state &* 1_664_525 &+ 1_013_904_223
        return UInt8(truncatingIfNeeded: state >> 24)
    }
}
