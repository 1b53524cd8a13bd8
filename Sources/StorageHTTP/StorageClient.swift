import Bytes
public import HTTPCore
public import Raster

/// Speaks to a store's API: sends requests with the credential and translates what goes wrong.
///
/// Every answer below 300 is handed on, everything else is thrown by the table of ``StatusMeaning``.
public struct StorageClient: Sendable {
    /// The most that is read of the body of a refusal, for the vendor's error code.
    public static let refusalLimit = 16_384

    private let transport: any HTTPTransport
    private let credential: HTTPFields
    /// How long a request may take until its answer begins, unless it says so itself.
    public let timeout: Duration?
    private let clock: any WallClock
    private let code: @Sendable (JSONValue) -> String?
    private let judge: @Sendable (StorageError, RefusalBody) -> StorageError

    /// A client that adds `credential` to every request and allows `timeout` for each.
    ///
    /// `code` finds the vendor's error code in the body of a refusal; what is no word of letters and underscores is
    /// dropped. `judge` may make something else of a refusal by its body. `clock` is what dates in a `Retry-After` are
    /// compared with.
    public init(
        _ transport: any HTTPTransport, credential: HTTPFields = [:], timeout: Duration? = nil,
        clock: any WallClock, code: @escaping @Sendable (JSONValue) -> String? = { _ in nil },
        judge: @escaping @Sendable (StorageError, RefusalBody) -> StorageError = { error, _ in error }
    ) {
        self.transport = transport
        self.credential = credential
        self.timeout = timeout
        self.clock = clock
        self.code = code
        self.judge = judge
    }

    /// The answer to `request`, its body still on the way; its status is below 300.
    public func answer(to request: HTTPRequest) async throws(StorageError) -> HTTPResponse {
        let response = try await anyAnswer(to: request)
        guard response.status.code >= 300 || response.status.code < 200 else { return response }
        throw await refusal(response, request.method)
    }

    /// What an answer that has the wrong status amounts to; its body is not looked at.
    public func error(for response: HTTPResponse, _ method: HTTPMethod, code: String? = nil) -> StorageError {
        StorageError(
            status: response.status, fields: response.fields, method: method, code: code, now: clock.now())
    }

    /// The answer to `request` whatever its status, its body still on the way.
    public func anyAnswer(to request: HTTPRequest) async throws(StorageError) -> HTTPResponse {
        var request = request
        for field in credential { request.fields[field.name] = field.value }
        request.transfer.timeout = request.transfer.timeout ?? timeout
        do throws(HTTPTransportError) { return try await transport.send(request) } catch {
            throw StorageError(error, method: request.method)
        }
    }

    private func refusal(_ response: HTTPResponse, _ method: HTTPMethod) async -> StorageError {
        let body = await RefusalBody(of: response, method)
        return judge(error(for: response, method, code: body.json.flatMap(code)), body)
    }
}

extension HTTPRequest {
    /// A request whose body is `json`.
    public init(_ method: HTTPMethod, _ target: String, json: [UInt8]) {
        self.init(method, target, fields: ["Content-Type": "application/json"], body: .init(json))
    }
}

/// Builds the paths of requests.
public enum RequestPath {
    /// `segments`, each percent-encoded behind a slash.
    ///
    /// `nil` where one is empty, one dot or two: those mean something else to whoever reads the path.
    public static func encode(_ segments: [String]) -> String? {
        guard segments.allSatisfy({ !["", ".", ".."].contains($0) }) else { return nil }
        return segments.map { "/" + PercentEncoding.encodePathSegment($0) }.joined()
    }
}
