/// What becomes of each call under each fault: one row a fault, every cell declared.
///
/// The kind of the error; with `?` where its effect is unknown, else nothing happened. Without an error, what came:
/// `ok`, `wrong` bytes, `different` ones where they are compared with what they should be.
struct FaultRow {
    private let reads: String
    private let writes: String
    private let deliveries: String?
    private let others: [FaultedCall: String]

    private init(
        reads: String, writes: String, deliveries: String? = nil, _ others: [FaultedCall: String] = [:]
    ) {
        (self.reads, self.writes, self.deliveries, self.others) = (reads, writes, deliveries, others)
    }

    /// The cell of `call`.
    func cell(_ call: FaultedCall) -> String {
        others[call] ?? (call.isDelivery ? deliveries ?? reads : call.isChange ? writes : reads)
    }

    private static func all(_ cell: String, deliveries: String? = nil) -> FaultRow {
        FaultRow(reads: cell, writes: cell, deliveries: deliveries)
    }

    /// The connection breaks: a reading call left nothing, of a changing one nobody knows.
    ///
    /// Of what it has changed, a comment can be looked at.
    private static func broken(_ cell: String, isDone: Bool = false) -> FaultRow {
        FaultRow(reads: cell, writes: cell + "?", isDone ? [.edit: "ok"] : [:])
    }

    /// No JSON, or a file that is another: only that which is read back is compared.
    private static let garbled = FaultRow(
        reads: "malformed", writes: "malformed?", [.edit: "ok", .readBack: "different"])

    static let all: [String: FaultRow] = [
        "status 400": all("invalid"),
        // A file is handed out to whoever has its address: no key can be to blame.
        "status 401": all("unauthenticated", deliveries: "unavailable"),
        "status 403": all("denied", deliveries: "unavailable"),
        // Nobody but the API says that an asset is missing: this one may be found again.
        "status 404": all("unavailable"),
        "status 405": all("unsupported"),
        "status 408": all("timedOut"),
        "status 409": all("alreadyExists"),
        "status 412": all("preconditionFailed"),
        "status 413": all("tooLarge"),
        "status 416": all("invalid"),
        "status 418": all("invalid"),
        "status 422": all("invalid"),
        "status 423": all("rateLimited"),
        "status 429": all("rateLimited"),
        "status 500": broken("unavailable"),
        "status 501": all("unsupported"),
        "status 502": broken("unavailable"),
        "status 504": broken("timedOut"),
        "status 507": all("insufficientStorage"),
        "status 599": broken("unavailable"),
        // A file's address may lead on, but to another host only as soon as that is allowed.
        "redirect": all("malformed", deliveries: "unavailable"),
        "unavailable for a while": all("unavailable"),
        "done, then 500": broken("unavailable", isDone: true),
        // This one lies: a refusal says that nothing was done. The ledger tells.
        "done, then 503": all("unavailable"),
        "resetBeforeHeaders": broken("unavailable"),
        "resetAfterRequestBytes": broken("unavailable"),
        "effectThenReset": broken("unavailable", isDone: true),
        "resetAfterBytes": broken("unavailable", isDone: true),
        // Without sockets nobody waits: a stall is a connection that broke.
        "stall": broken("unavailable"),
        "stall in the body": broken("unavailable", isDone: true),
        "truncatedBody": broken("unavailable", isDone: true),
        "drip": all("ok"),
        // Only a hash tells that bytes are others.
        "corruptBody": FaultRow(
            reads: "malformed", writes: "malformed?", deliveries: "wrong",
            [.readBack: "different", .edit: "ok"]),
        "malformedJSON": garbled,
        "wrongContentType": garbled,
    ]
}
