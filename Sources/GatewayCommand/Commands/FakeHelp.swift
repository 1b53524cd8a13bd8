import FakeKit

/// What the help of every fake says of faults and of steering; the tables are those that plans are read with.
enum FakeHelp {
    /// The text behind `introduction`, for a fake with these operations and routes of its own.
    static func discussion(
        _ introduction: String, operations: [(name: String, summary: String)],
        control: [(name: String, summary: String)] = []
    ) -> String {
        let routes = FakeControl.routes + control
        let lines =
            [introduction, "", faults, ""]
            + HelpText.columns(FaultKind.all.map { ($0.spelling, $0.summary) })
            + ["", "Operations, and * for all of them:", ""]
            + HelpText.columns(operations.map { ($0.name, $0.summary) })
            + [
                "",
                "While it runs, these routes steer and question it. A fault that has not fired is seen in the receipts;",
                "the ledger tells what was done to the store, and whether the client was told:", "",
            ] + HelpText.columns(routes.map { ($0.name, $0.summary) })
        return lines.joined(separator: "\n")
    }

    private static let faults = """
        Faults are JSON: [{"operation": "*", "fault": "status", "status": 503, "headers": {"Retry-After": "2"},
        "times": 2, "skip": 1}, …]. A fault fires "times" times (1), after letting "skip" calls (0) pass. "asset"
        wants this asset and "path" this text in the request's path. With "probability" (0 to 1) and "seed" it fires by
        chance, the same each time, without an end unless "times" is given. The first fault that is due takes the
        call. The faults:
        """
}

extension FaultKind {
    /// The name, and the members that belong to it.
    fileprivate var spelling: String { ([name] + parameters).joined(separator: " ") }
}
