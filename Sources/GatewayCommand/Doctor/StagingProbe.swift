import Bytes
import HTTPCore
import RasterHTTP

/// Asks whether the address that stores are told leads to this gateway.
struct StagingProbe {
    /// What came of it.
    enum Outcome: Equatable {
        /// This gateway answers there.
        case reached
        /// Another gateway does.
        case other
        /// Something does that knows nothing of staging; the status is what it answered with.
        case stranger(status: Int)
        /// Nothing does that can be reached from here.
        case unreached(String)
        /// Whatever does cannot prove who it is.
        case untrusted(String)
    }

    private static let bodyLimit = 65_536

    /// What leads to the address.
    let transport: any HTTPTransport
    /// What the gateway of these data calls itself.
    let instance: String?

    /// Asks for an address that nobody was told, whose name is `token`.
    func ask(_ token: String) async -> Outcome {
        do throws(HTTPTransportError) {
            let response = try await transport.send(HTTPRequest(.get, "/staging/\(token)"))
            // What is left unread would keep the connection.
            if case .stream(let body) = response.body { _ = try? await body.collect(upTo: Self.bodyLimit) }
            guard response.status == .notFound, let found = response.fields[RasterFrontEnd.instanceField]
            else { return .stranger(status: response.status.code) }
            return found == instance ? .reached : .other
        } catch { return Self.outcome(of: error) }
    }

    private static func outcome(of error: HTTPTransportError) -> Outcome {
        switch error {
        case .untrusted(let reason): .untrusted(reason)
        case .unreachable(let reason), .refused(let reason), .interrupted(let reason), .malformed(let reason):
            .unreached(reason)
        case .timedOut: .unreached("no answer in time")
        case .cancelled: .unreached("cancelled")
        }
    }
}
