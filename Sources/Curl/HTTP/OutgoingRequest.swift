import Bytes
import HTTPCore

/// A request in the form libcurl takes it, checked.
struct OutgoingRequest: Sendable {
    let method: HTTPMethod
    let address: String
    /// The fields, one line each; a name with a colon and nothing else suppresses what libcurl would add.
    let lines: [String]
    let body: ByteStream?
    let limits: CurlLimits
    let network: CurlNetwork
    /// Until when the head of the answer has to be there, on the engine's clock.
    let deadline: Duration
    /// Whether the peer must have a public address.
    let staysPublic: Bool

    /// Fields that are the transport's own: framing, and a handshake that costs a round trip.
    private static let owned = ["Content-Length", "Transfer-Encoding", "Connection", "Expect"]

    /// The lines of `request`; throws `.refused` for what would not stay one field.
    static func lines(_ request: HTTPRequest) throws(HTTPTransportError) -> [String] {
        guard isToken(request.method.rawValue) else { throw .refused("the method is no token") }
        var lines = ["Expect:"]
        for field in request.fields where !owned.contains(where: field.name.equalsIgnoringASCIICase) {
            guard isToken(field.name), field.value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 9 })
            else { throw .refused("a field has a character that no field may have") }
            // libcurl takes a name with a colon alone for a wish to drop the field.
            let isBlank = field.value.utf8.allSatisfy { $0 == 0x20 || $0 == 9 }
            lines.append(isBlank ? "\(field.name);" : "\(field.name): \(field.value)")
        }
        if request.fields["Accept-Encoding"] == nil { lines.append("Accept-Encoding: identity") }
        // Without a body libcurl says nothing about its length, and some servers wait for it then.
        if request.body == nil, ["POST", "PUT", "PATCH"].contains(request.method.rawValue) {
            lines.append("Content-Length: 0")
        }
        return lines
    }

    /// Checks a target: what is neither in origin form nor free of what would end a line is refused.
    static func check(target: String) throws(HTTPTransportError) {
        guard target.utf8.first == 0x2F, target.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x23 })
        else { throw .refused("the target is not of the form /path?query") }
    }

    private static func isToken(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                (byte >= 0x30 && byte <= 0x39) || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A && byte > 0x40)
                    || "!#$%&'*+-.^_`|~".utf8.contains(byte)
            }
    }
}
