import Bytes
import Glibc
import HTTPCore
import MicroHTTP

@testable import Curl

/// The threads that bodies are read on.
let testPool = BlockingPool(threads: 8)

/// A transport, and the engine it runs on.
struct CurlClient: Sendable {
    let engine: CurlEngine
    let transport: CurlHTTP

    /// What came of `request`.
    func result(_ request: HTTPRequest) async -> Result<HTTPResponse, HTTPTransportError> {
        do throws(HTTPTransportError) {
            return .success(try await transport.send(request))
        } catch { return .failure(error) }
    }

    /// Why `request` got no answer; `nil` where it got one.
    func failure(_ request: HTTPRequest) async -> HTTPTransportError? {
        if case .failure(let error) = await result(request) { error } else { nil }
    }

    /// The answer's status and body.
    func exchange(_ request: HTTPRequest) async throws -> (status: Int, text: String) {
        let response = try await transport.send(request)
        return (response.status.code, String(decoding: try await response.bytes(), as: UTF8.self))
    }
}

extension HTTPResponse {
    /// All of the body.
    func bytes(upTo limit: Int = 1 << 28) async throws -> [UInt8] {
        switch body {
        case .stream(let stream): try await stream.collect(upTo: limit)
        default: []
        }
    }

    /// What ended the body; `nil` where it came to its end.
    func failure() async -> HTTPTransportError? {
        guard case .stream(let stream) = body else { return nil }
        do {
            while try await stream.next() != nil {}
            return nil
        } catch { return error as? HTTPTransportError }
    }
}

/// A transport to `base` on an engine of its own, which is stopped at the end.
func withClient(
    of base: String, limits: CurlLimits = .init(), network: CurlNetwork = .init(),
    settings: CurlEngine.Settings = .init(), _ body: (CurlClient) async throws -> Void
) async throws {
    var settings = settings
    settings.idleTime = .seconds(3600)
    var limits = limits
    // On a busy machine a test stands still for longer than what is usual anywhere else.
    let usual = CurlLimits()
    if limits.stallTime == usual.stallTime { limits.stallTime = .seconds(3600) }
    if limits.answerTime == usual.answerTime { limits.answerTime = .seconds(3600) }
    if limits.connectTime == usual.connectTime { limits.connectTime = .seconds(3600) }
    let engine = CurlEngine(executor: testPool, settings: settings)
    let transport = CurlHTTP(engine, base: base, limits: limits, network: network)
    do {
        try await body(CurlClient(engine: engine, transport: transport))
    } catch {
        await engine.stop()
        throw error
    }
    await engine.stop()
}

/// A handler made of a closure.
struct ClosureHandler: HTTPHandler {
    let body: @Sendable (HTTPRequest) async -> HTTPResponse

    func respond(to request: HTTPRequest) async -> HTTPResponse { await body(request) }
}

/// A server that answers as `respond` says, and a client of it.
func withServer(
    limits: CurlLimits = .init(), settings: CurlEngine.Settings = .init(),
    _ respond: @escaping @Sendable (HTTPRequest) async -> HTTPResponse,
    _ body: (CurlClient, HTTPServer) async throws -> Void
) async throws {
    // Limits that a machine with much else to do does not reach.
    var generous = HTTPServerConfiguration()
    generous.limits.handlerTime = .seconds(3600)
    generous.limits.minimumBodyRate = 0
    generous.limits.headTime = .seconds(3600)
    generous.limits.idleTime = .seconds(3600)
    let server = HTTPServer(generous, handler: ClosureHandler(body: respond), executor: testPool)
    try server.start()
    do {
        try await withClient(of: "http://127.0.0.1:\(server.port)", limits: limits, settings: settings) {
            try await body($0, server)
        }
    } catch {
        await server.stop(within: .zero)
        throw error
    }
    await server.stop(within: .zero)
}

/// `count` bytes that do not repeat soon, in chunks, made as they are pulled.
func patternStream(_ count: Int, length: Int? = nil) -> ByteStream {
    let source = PatternSource(count)
    return ByteStream(length: length) { await source.next() }
}

actor PatternSource {
    private static let block: [UInt8] = {
        var state: UInt32 = 1
        return (0..<65_521).map { _ in
            state = state &* 1_664_525 &+ 1_013_904_223
            return UInt8(truncatingIfNeeded: state >> 24)
        }
    }()
    private let count: Int
    private var position = 0

    init(_ count: Int) { self.count = count }

    func next() -> [UInt8]? {
        guard position < count else { return nil }
        defer { position += Self.block.count }
        return Array(Self.block.prefix(count - position))
    }
}

/// Compares what it gets with ``patternStream(_:length:)``, and holds none of it.
func matchesPattern(_ stream: ByteStream, _ count: Int) async throws -> Bool {
    let source = PatternSource(count)
    var expected: ArraySlice<UInt8> = []
    var total = 0
    while var chunk = try await stream.next().map({ $0[...] }) {
        total += chunk.count
        while !chunk.isEmpty {
            if expected.isEmpty { expected = (await source.next() ?? [])[...] }
            let size = min(expected.count, chunk.count)
            guard size > 0, areEqual(expected, chunk, size) else { return false }
            expected = expected.dropFirst(size)
            chunk = chunk.dropFirst(size)
        }
    }
    return total == count
}

/// Whether both begin with the same `count` bytes; a comparison of the collections is slow without optimization.
private func areEqual(_ first: ArraySlice<UInt8>, _ second: ArraySlice<UInt8>, _ count: Int) -> Bool {
    first.withUnsafeBytes { first in
        second.withUnsafeBytes { second in
            guard let first = first.baseAddress, let second = second.baseAddress else { return count == 0 }
            return memcmp(first, second, count) == 0
        }
    }
}
