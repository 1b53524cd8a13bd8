import Bytes
import HTTPCore
import Synchronization

/// Gives the answer that a closure has for each request, and keeps what it was asked.
final class RoutedTransport: HTTPTransport {
    private let answer: @Sendable (HTTPRequest) -> HTTPResponse
    private let requests = Mutex<[(request: HTTPRequest, body: [UInt8])]>([])

    init(_ answer: @escaping @Sendable (HTTPRequest) -> HTTPResponse) { self.answer = answer }

    /// Everything that was asked, in order, with its body.
    var seen: [(request: HTTPRequest, body: [UInt8])] { requests.withLock { $0 } }
    /// The requests' first lines.
    var lines: [String] { seen.map { "\($0.request.method.rawValue) \($0.request.target)" } }

    func send(_ request: HTTPRequest) async throws(HTTPTransportError) -> HTTPResponse {
        var body: [UInt8] = []
        do { while let chunk = try await request.body?.next() { body += chunk } } catch {
            throw .interrupted("x")
        }
        requests.withLock { $0.append((request, body)) }
        return answer(request)
    }
}
