import Bytes
public import HTTPCore
public import Raster
import Synchronization

/// Gives prepared answers, one after the other, and keeps what it was asked.
public final class CannedTransport: HTTPTransport {
    /// What is given.
    public typealias Answer = Result<HTTPResponse, HTTPTransportError>

    /// A request with its whole body, or what there was of it before it broke off.
    public struct Seen: Sendable {
        /// The request.
        public let request: HTTPRequest
        /// Its body.
        public let body: [UInt8]
        /// Whether its body came to its end.
        public let isWhole: Bool

        /// Method and target.
        public var line: String { "\(request.method.rawValue) \(request.target)" }
        /// The body as text.
        public var text: String { String(decoding: body, as: UTF8.self) }
    }

    private let state: Mutex<(answers: [Answer], seen: [Seen])>

    /// A transport that gives `answers`, in order.
    public init(_ answers: [Answer]) { state = Mutex((answers, [])) }

    /// A transport that gives `responses`, in order.
    public convenience init(_ responses: HTTPResponse...) { self.init(responses.map { .success($0) }) }

    /// Everything that was asked, in order.
    public var seen: [Seen] { state.withLock { $0.seen } }
    /// The requests' first lines.
    public var lines: [String] { seen.map(\.line) }
    /// How many answers nobody has asked for.
    public var unused: Int { state.withLock { $0.answers.count } }

    /// The next answer, after the whole body of `request` was pulled.
    public func send(_ request: HTTPRequest) async throws(HTTPTransportError) -> HTTPResponse {
        guard !Task.isCancelled else { throw .cancelled }
        var body: [UInt8] = []
        var isWhole = true
        do { while let chunk = try await request.body?.next() { body += chunk } } catch { isWhole = false }
        let seen = Seen(request: request, body: body, isWhole: isWhole)
        let answer = state.withLock { state in
            state.seen.append(seen)
            return state.answers.isEmpty
                ? .failure(.refused("no answer is left")) : state.answers.removeFirst()
        }
        guard isWhole else { throw .interrupted("the body broke off") }
        return try answer.get()
    }
}

extension HTTPResponse {
    /// An answer with a JSON body.
    public static func json(_ status: HTTPStatus, _ text: String) -> HTTPResponse {
        HTTPResponse(status, fields: ["Content-Type": "application/json"], body: .bytes(Array(text.utf8)))
    }
}

/// The error that `body` throws; `nil` where it throws none.
public func failure(_ body: () async throws(StorageError) -> Void) async -> StorageError? {
    do { try await body() } catch { return error }
    return nil
}
