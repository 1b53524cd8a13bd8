import FakeKit

// What help says after the options; the tables are those that plans are read with.
extension FakeImgbt {
    static let discussion =
        ([
            """
            The documented API of one vault, and the delivery of its files: GET is public, everything else needs a
            key. It prints where it is, both keys and a curl line; each request is a line on standard error, without keys.
            With --json the same is one object, {"url", "listen", "baseURL", "deliveryURL", "control", "vault",
            "secret", "public", "assets", "seeded"}. It runs until SIGTERM or SIGINT. With --state everything
            is kept, also when the process is killed.

            Faults are JSON: [{"operation": "upload", "fault": "status", "status": 503, "headers": {"Retry-After": "2"},
            "times": 2, "skip": 1}, …]. A fault fires "times" times (1), after letting "skip" calls (0) pass. "asset"
            wants this asset and "path" this text in the request's path. With "probability" (0 to 1) and "seed" it fires by
            chance, the same each time, without an end unless "times" is given. The first fault that is due takes the
            call. The faults:

            """
        ] + HelpText.columns(FaultKind.all.map { ($0.spelling, $0.summary) }) + [
            "", "Operations, and * for all of them:", "",
        ] + HelpText.columns(Composition.imgbtOperations.map { ($0.name, $0.summary) }) + [
            "",
            "While it runs, these routes steer and question it. A fault that has not fired is seen in the receipts;",
            "the ledger tells what was done to the vault, and whether the client was told:", "",
        ] + HelpText.columns(FakeControl.routes.map { ($0.name, $0.summary) })).joined(separator: "\n")
}

extension FaultKind {
    /// The name, and the members that belong to it.
    fileprivate var spelling: String { ([name] + parameters).joined(separator: " ") }
}
