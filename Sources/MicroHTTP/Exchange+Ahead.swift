import Bytes
import Glibc
import HTTPCore

// An answer that does not wait for the end of the body.
extension Exchange {
    /// Writes an answer that is ready while its body still comes in, and goes on swallowing that.
    ///
    /// The library takes an answer before a body or after it. A client that is slow to send, or waits for the
    /// answer before it sends, would else have to wait for it, and one that is cut would never see it.
    func answerAhead() {
        shared.withLock { shared in
            guard let response = shared.response, let bytes = AheadAnswer.bytes(response),
                shared.state.sendAhead()
            else { return }
            connection.enter(.draining)
            // What is left of it takes nothing but the connection.
            uncount(&shared)
            if !connection.write(bytes) { connection.shutDown() }
        }
    }
}

/// A short answer as it stands on the wire.
enum AheadAnswer {
    /// Longer ones might not go into the socket's buffer at once.
    private static let limit = 8192

    /// The answer to a request other than HEAD, ending the connection; `nil` where it is long or comes in pieces.
    static func bytes(_ response: HTTPResponse, at seconds: Int = time(nil)) -> [UInt8]? {
        let body: [UInt8]
        switch response.body {
        case .empty: body = []
        case .bytes(let bytes): body = bytes
        case .file, .stream, .suppressed: return nil
        }
        guard body.count <= limit else { return nil }
        var head = "HTTP/1.1 \(response.status.code) \(reason(response.status.code))\r\n"
        head += "Date: \(HTTPDate(secondsSinceEpoch: seconds))\r\nConnection: close\r\n"
        for field in response.fields where !field.name.equalsIgnoringASCIICase("Connection") {
            head += "\(field.name): \(field.value)\r\n"
        }
        return Array("\(head)Content-Length: \(body.count)\r\n\r\n".utf8) + body
    }

    /// The customary words for a status; nobody may rely on them (RFC 9112, 4).
    private static func reason(_ code: Int) -> String {
        switch code {
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 409: "Conflict"
        case 413: "Content Too Large"
        case 422: "Unprocessable Content"
        case 429: "Too Many Requests"
        case 503: "Service Unavailable"
        case 507: "Insufficient Storage"
        default: code < 400 ? "OK" : "Error"
        }
    }
}
