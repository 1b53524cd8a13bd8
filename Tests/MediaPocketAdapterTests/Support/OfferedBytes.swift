import AdapterKit
import HTTPCore
import Raster
import Synchronization

/// Bytes at addresses that only a fake account without sockets can fetch from.
final class OfferedBytes: ByteHost, HTTPTransport {
    private let state = Mutex<(last: Int, offers: [String: [UInt8]])>((0, [:]))

    func offer(_ bytes: [UInt8], as contentType: String) async throws(StorageError) -> String {
        state.withLock { state in
            state.last += 1
            state.offers["/staging/\(state.last)"] = bytes
            return "https://gateway.example/staging/\(state.last)"
        }
    }

    func withdraw(_ address: String) async {
        state.withLock { $0.offers[String(address.dropFirst("https://gateway.example".count))] = nil }
    }

    func send(_ request: HTTPRequest) async throws(HTTPTransportError) -> HTTPResponse {
        let bytes = state.withLock { $0.offers[request.target] }
        return bytes.map { HTTPResponse(200, body: .bytes($0)) } ?? HTTPResponse(404)
    }
}
