/// What becomes of each call under each fault: one row a fault, every cell declared.
///
/// The kind of the error; with `?` where its effect is unknown, else nothing happened. Without an error, what came:
/// `ok`, `wrong` bytes, the number of assets in a page, the word of a lookup.
struct FaultRow {
    private let reads: String
    private let writes: String
    private let others: [FaultedCall: String]

    private init(reads: String, writes: String, _ others: [FaultedCall: String] = [:]) {
        (self.reads, self.writes, self.others) = (reads, writes, others)
    }

    /// The cell of `call`.
    func cell(_ call: FaultedCall) -> String {
        others[call] ?? ([.create, .delete, .update].contains(call) ? writes : reads)
    }

    private static func all(_ cell: String, _ others: [FaultedCall: String] = [:]) -> FaultRow {
        FaultRow(reads: cell, writes: cell, others)
    }

    /// The connection breaks: a reading call left nothing, of a changing one nobody knows.
    private static func broken(_ cell: String) -> FaultRow { FaultRow(reads: cell, writes: cell + "?") }

    /// Nothing is wrong with anything but listings.
    private static func listing(_ page: String, _ find: String, _ miss: String) -> FaultRow {
        .all("ok", [.page: page, .find: find, .miss: miss])
    }

    /// An asset is missing to whoever asks for it; where a vault or a file is missing, it is something else.
    private static let missing = all(
        "notFound",
        [
            .create: "invalid", .page: "invalid", .find: "invalid", .miss: "invalid", .open: "unavailable",
            .range: "unavailable",
        ])

    static let all: [String: FaultRow] = [
        "status 400": all("invalid"),
        "status 401": all("unauthenticated"),
        "status 403": all("denied"),
        // A 404 that is none of imgbt's says nothing of an asset.
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
        "redirect": all("malformed"),
        "unavailable for a while": all("unavailable"),
        "done, then 500": broken("unavailable"),
        // These two lie: a refusal says that nothing was done. The ledger tells, and so does the next lookup.
        "done, then 503": all("unavailable"),
        "done, then 404": missing,
        "resetBeforeHeaders": broken("unavailable"),
        "resetAfterRequestBytes": broken("unavailable"),
        "effectThenReset": broken("unavailable"),
        "resetAfterBytes": broken("unavailable"),
        // Without sockets nobody waits: a stall is a connection that broke.
        "stall": broken("unavailable"),
        "stall in the body": broken("unavailable"),
        "truncatedBody": broken("unavailable"),
        "drip": listing("1", "found", "absent"),
        // Only a hash tells that bytes are others; a deletion has none.
        "corruptBody": FaultRow(
            reads: "malformed", writes: "malformed?", [.open: "wrong", .range: "wrong", .delete: "ok"]),
        "malformedJSON": broken("malformed"),
        "wrongContentType": broken("malformed"),
        "repeatedPage": listing("1", "cannotTell", "cannotTell"),
        // Nobody sees what a listing leaves out.
        "skippedPage": listing("1", "absent", "absent"),
        "loopingCursor": listing("1", "cannotTell", "cannotTell"),
        "emptyPage": listing("0", "found", "absent"),
        "shrinkingPage": listing("0", "found", "absent"),
        "reorderedPage": listing("1", "found", "absent"),
        "duplicateItem": listing("malformed", "cannotTell", "cannotTell"),
    ]
}
