import Bytes
import FakeKit
import HTTPCore
import TestSupport
import Testing

@Suite struct FakeControlTests {
    private func object(_ response: HTTPResponse) async throws -> JSONObject {
        try JSONValue(parsing: try await response.body.bytes).asObject()
    }

    @Test func `faults are put, read back and taken away`() async throws {
        let fake = try TestFake()
        let plan =
            #"[{"operation": "read", "fault": "status", "status": 503, "headers": {"Retry-After": "2"}}]"#

        #expect(try await fake.send(.put, "/_fake/faults", plan).status == 204)
        let faults = try await object(try await fake.send(.get, "/_fake/faults"))
        #expect(await fake.outcome(.get).hasPrefix("503"))
        #expect(try await fake.send(.delete, "/_fake/faults").status == 204)

        let read = try PlannedFault.list(.object(faults), operations: ["read"])
        #expect(read == [PlannedFault("read", .status(503, fields: ["Retry-After": "2"]))])
        #expect(fake.handler.plan.faults.isEmpty)
    }

    @Test(arguments: FakeHandlerTests.cases)
    func `every fault reads back as it was planned`(_ sample: FakeHandlerTests.Case) async throws {
        let fake = try TestFake(
            PlannedFault("*", sample.fault, times: 3, skip: 2, path: "a", asset: "b"),
            PlannedFault("read", sample.fault, times: nil, probability: 0.5, seed: 9))

        let faults = try await object(try await fake.send(.get, "/_fake/faults"))

        #expect(try PlannedFault.list(.object(faults), operations: ["read"]) == fake.handler.plan.faults)
    }

    @Test func `what is no plan is refused with the reason, and changes nothing`() async throws {
        let fake = try TestFake(PlannedFault("read", .status(503)))

        let response = try await fake.send(
            .put, "/_fake/faults", #"[{"operation": "reed", "fault": "stall"}]"#)

        #expect(response.status == 400)
        #expect(try await object(response).string("problem").contains("no operation \"reed\""))
        #expect(fake.handler.plan.faults.count == 1)
    }

    @Test func `receipts and ledger are told`() async throws {
        let fake = try TestFake(PlannedFault("write", .effectThenReset), PlannedFault("read", .status(500)))
        _ = await fake.outcome(.put, "x")

        let receipts = try await object(try await fake.send(.get, "/_fake/receipts"))
        let ledger = try await object(try await fake.send(.get, "/_fake/ledger?after=0"))

        #expect(try receipts.int("unconsumed") == 1)
        #expect(try receipts.array("receipts").map { try $0.asObject().int("fired") } == [1, 0])
        let effect = try #require(try ledger.array("effects").first).asObject()
        #expect(try effect.string("answer") == "cut")
        #expect(try effect.int("request") == 1)
    }

    @Test func `the ledger is told from an effect on`() async throws {
        let fake = try TestFake()
        for _ in 0..<3 { _ = await fake.outcome(.put, "x") }

        let ledger = try await object(try await fake.send(.get, "/_fake/ledger?after=1&limit=1"))

        #expect(try ledger.int("count") == 3)
        #expect(try ledger.array("effects").map { try $0.asObject().int("sequence") } == [2])
    }

    @Test func `questions to the fake itself are no requests, and no faults befall them`() async throws {
        let fake = try TestFake(PlannedFault("*", .resetBeforeHeaders))

        let state = try await object(try await fake.send(.get, "/_fake/state"))

        #expect(try state.int("requests") == 0)
        #expect(fake.handler.plan.unconsumed.count == 1)
    }

    @Test func `a reset forgets effects and faults`() async throws {
        let fake = try TestFake(PlannedFault("read", .stall()))
        _ = await fake.outcome(.put, "x")

        #expect(try await fake.send(.post, "/_fake/reset").status == 204)

        #expect(fake.vendor.ledger.count == 0)
        #expect(fake.handler.plan.faults.isEmpty)
    }

    @Test func `a clock is put and read`() async throws {
        let clock = FakeClock(.standing(at: 1_768_473_000_000))
        let handler = FakeHandler(try TestVendor(FakeFolder(), clock: clock))
        let body = ByteStream(#"{"aheadMilliseconds": 60000}"#.utf8)

        let put = await handler.respond(to: HTTPRequest(.put, "/_fake/clock", body: body))
        let read = await handler.respond(to: HTTPRequest(.get, "/_fake/clock"))

        #expect(put.status == 204)
        #expect(try await object(read).string("now") == "2026-01-15T10:31:00Z")
    }

    @Test func `an unknown question is not the vendor's`() async throws {
        #expect(try await TestFake().send(.get, "/_fake/nothing").status == 404)
    }
}
