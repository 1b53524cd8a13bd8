import Curl
import Foundation
import Synchronization
import TestSupport

/// A server that treats every connection as a script says, each on a thread of its own.
final class ScriptedServer: Sendable {
    /// What the script gets: the connection, and how many there were before.
    typealias Script = @Sendable (RawSocket, Int) throws -> Void

    let port: UInt16
    private let listener: Int32
    private let closed = Gate()
    private let state = Mutex((begun: 0, ended: 0, waiting: [(Int, CheckedContinuation<Void, Never>)]()))

    init(_ script: @escaping Script) throws {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let code = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(listener, pointer, length) == 0 && listen(listener, 64) == 0
                    ? getsockname(listener, pointer, &length) : -1
            }
        }
        guard code == 0 else { throw RawSocket.Failure(call: "listen", code: errno) }
        port = UInt16(bigEndian: address.sin_port)
        Thread.detachNewThread { [self] in accept(script) }
    }

    /// Where it is.
    var base: String { "http://127.0.0.1:\(port)" }

    /// How many connections there were.
    var connections: Int { state.withLock { $0.begun } }

    /// A port that nobody listens at any more.
    static func closedPort() async throws -> UInt16 {
        let server = try ScriptedServer { _, _ in }
        server.stop()
        await server.closed.wait()
        return server.port
    }

    /// Takes no more connections.
    func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

    /// Returns when `count` scripts have come to their end.
    func ended(_ count: Int) async {
        await withCheckedContinuation { continuation in
            let isSo = state.withLock { state in
                if state.ended < count { state.waiting.append((count, continuation)) }
                return state.ended >= count
            }
            if isSo { continuation.resume() }
        }
    }

    private func accept(_ script: @escaping Script) {
        while true {
            let descriptor = Glibc.accept(listener, nil, nil)
            guard descriptor >= 0 else { break }
            let number = state.withLock { state in
                state.begun += 1
                return state.begun - 1
            }
            Thread.detachNewThread { [self] in
                try? script(RawSocket(accepted: descriptor), number)
                end()
            }
        }
        close(listener)
        closed.open()
    }

    private func end() {
        let met = state.withLock { state in
            state.ended += 1
            let met = state.waiting.filter { $0.0 <= state.ended }
            state.waiting.removeAll { $0.0 <= state.ended }
            return met
        }
        for (_, continuation) in met { continuation.resume() }
    }
}

extension RawSocket {
    /// Reads until the other side closes or resets the connection.
    func receiveUntilClosed() {
        while (try? receive()).flatMap({ $0 }) != nil {}
    }
}

/// A server that follows `script`, and a client of it.
func withScript(
    _ script: @escaping ScriptedServer.Script, limits: CurlLimits = .init(),
    settings: CurlEngine.Settings = .init(), _ body: (CurlClient, ScriptedServer) async throws -> Void
) async throws {
    let server = try ScriptedServer(script)
    defer { server.stop() }
    try await withClient(of: server.base, limits: limits, settings: settings) { client in
        try await body(client, server)
    }
}
