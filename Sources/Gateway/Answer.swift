/// A finished answer to a changing request: what an Idempotency-Key brings back.
public struct Answer: Sendable, Hashable {
    /// The HTTP status, 200 to 599.
    public let status: Int
    /// The JSON body, whole.
    public let body: [UInt8]

    /// The answer `status` with `body`.
    public init(_ status: Int, _ body: [UInt8]) {
        self.status = status
        self.body = body
    }

    /// Whether a repetition of the request gets it again: every final answer, which 429 and 5xx are not.
    var isFinal: Bool { status != 429 && status < 500 }

    /// Two bytes of status, then the body.
    var plaintext: [UInt8] { [UInt8(status >> 8), UInt8(status & 255)] + body }

    /// The answer whose ``plaintext`` this is, or `nil` if it is too short to be one.
    init?(plaintext: [UInt8]) {
        guard plaintext.count >= 2 else { return nil }
        status = Int(plaintext[0]) << 8 | Int(plaintext[1])
        body = Array(plaintext.dropFirst(2))
    }
}
