import Bytes
import FakeKit
import HTTPCore
import TestSupport
import Testing

@Suite struct FaultPlanTests {
    private static let operations = ["upload", "list"]

    private func faults(_ json: String) throws -> [PlannedFault] {
        try PlannedFault.list(try JSONValue(parsing: Array(json.utf8)), operations: Self.operations)
    }

    @Test func `a plan is read with its defaults`() throws {
        let plan = try faults(#"[{"operation": "upload", "fault": "status", "status": 503}]"#)

        #expect(plan == [PlannedFault("upload", .status(503), times: 1, skip: 0)])
    }

    @Test(arguments: FaultKind.all.map(\.name))
    func `every fault is read under its name`(_ name: String) throws {
        let kind = try #require(FaultKind.all.first { $0.name == name })
        let values = [
            "status": "503", "headers": "{}", "body": "\"\"", "afterEffect": "true", "bytes": "7",
            "milliseconds": "5",
        ]
        let members = kind.parameters.map { ", \"\($0)\": \(values[$0] ?? "")" }.joined()

        let plan = try faults(#"[{"operation": "*", "fault": "\#(name)"\#(members)}]"#)

        #expect(plan.map(\.fault.name) == [name])
    }

    @Test(
        arguments: [
            (#"{"faults": 1}"#, "faults must be an array"),
            (#"{"fault": []}"#, "there is no \"fault\" beside \"faults\""),
            (#"[{"operation": "uplod", "fault": "stall"}]"#, "there is no operation \"uplod\""),
            (#"[{"operation": "upload", "fault": "stal"}]"#, "there is no fault \"stal\""),
            (#"[{"operation": "upload", "fault": "stall", "time": 2}]"#, "stall has no \"time\""),
            (#"[{"operation": "upload", "fault": "stall", "status": 503}]"#, "stall has no \"status\""),
            (#"[{"operation": "upload", "fault": "status"}]"#, "status is required"),
            (#"[{"operation": "upload", "fault": "status", "status": 99}]"#, "status must be 200 to 599"),
            (#"[{"operation": "upload", "fault": "stall", "times": 0}]"#, "times is at least 1"),
            (#"[{"operation": "upload", "fault": "stall", "probability": 2}]"#, "probability is 0 to 1"),
        ])
    func `a mistake is told with its place`(_ json: String, _ reason: String) throws {
        let mistake = #expect(throws: FaultMistake.self) { try faults(json) }

        #expect(mistake?.description.contains(reason) == true)
    }
}
