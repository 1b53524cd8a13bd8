public import FakeKit
import HTTPCore

/// A fault as a row of the matrix: a name, and what goes wrong.
public struct FaultCase: Sendable, CustomStringConvertible {
    /// The name.
    public let description: String
    /// What goes wrong.
    public let fault: Fault

    /// The fault with a name.
    public init(_ description: String, _ fault: Fault) {
        self.description = description
        self.fault = fault
    }

    /// What a body from outside may hold, none of which may be repeated.
    static let canary = "sk_canary canary-key https://x.example/?sig=canary <script>canary</script>"

    /// What every store behind HTTP may do, beside what belongs to its lists.
    public static let common: [FaultCase] = statuses + connections + bodies

    private static let statuses: [FaultCase] =
        [
            400, 401, 403, 404, 405, 408, 409, 412, 413, 416, 418, 422, 423, 429, 500, 501, 502, 504, 507,
            599,
        ].map { FaultCase("status \($0)", .status(HTTPStatus($0), text: canary)) } + [
            FaultCase("redirect", .status(302, fields: ["Location": "https://x.example/?sig=canary"])),
            FaultCase("unavailable for a while", .status(503, fields: ["Retry-After": "7"])),
            FaultCase("done, then 500", .status(500, afterEffect: true)),
            FaultCase("done, then 503", .status(503, afterEffect: true)),
        ]

    private static let connections: [FaultCase] = [
        FaultCase("resetBeforeHeaders", .resetBeforeHeaders),
        FaultCase("resetAfterRequestBytes", .resetAfterRequestBytes(10)),
        FaultCase("effectThenReset", .effectThenReset),
        FaultCase("resetAfterBytes", .resetAfterBytes(5)),
        FaultCase("stall", .stall()),
        FaultCase("stall in the body", .stall(afterBytes: 5)),
    ]

    private static let bodies: [FaultCase] = [
        FaultCase("drip", .drip(bytes: 7, every: .milliseconds(1))),
        FaultCase("truncatedBody", .truncatedBody()),
        FaultCase("corruptBody", .corruptBody),
        FaultCase("malformedJSON", .malformedJSON),
        FaultCase("wrongContentType", .wrongContentType),
    ]
}
