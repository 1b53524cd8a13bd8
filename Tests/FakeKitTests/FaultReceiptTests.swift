import Bytes
import FakeKit
import HTTPCore
import TestSupport
import Testing

@Suite struct FaultReceiptTests {
    @Test func `a fault fires as often as planned, after those that it lets pass`() async throws {
        let fake = try TestFake(PlannedFault("read", .status(503), times: 2, skip: 1))

        var outcomes: [String] = []
        for _ in 0..<4 { outcomes.append(String(await fake.outcome(.get).prefix(3))) }

        #expect(outcomes == ["200", "503", "503", "200"])
    }

    @Test func `a receipt says how often a fault fired and on which requests`() async throws {
        let fake = try TestFake(PlannedFault("read", .status(503), times: 2))
        _ = await fake.outcome(.put, "x")
        _ = await fake.outcome(.get)

        let receipt = try #require(fake.handler.plan.receipts.first)

        #expect(receipt.fired == 1)
        #expect(receipt.firings.map(\.request) == [2])
        #expect(receipt.firings.map(\.path) == ["/thing"])
        #expect(fake.handler.plan.unconsumed == [receipt])
    }

    @Test func `of faults for the same call the first one that is due takes it`() async throws {
        let fake = try TestFake(
            PlannedFault("*", .status(500), skip: 1), PlannedFault("read", .status(501)),
            PlannedFault("read", .status(502)))

        var outcomes: [String] = []
        for _ in 0..<4 { outcomes.append(String(await fake.outcome(.get).prefix(3))) }

        #expect(outcomes == ["501", "500", "502", "200"])
    }

    @Test func `a fault may be for one asset or path alone`() async throws {
        let fake = try TestFake(
            PlannedFault("read", .status(500), asset: "other"),
            PlannedFault("read", .status(501), path: "/thi"))

        #expect(await fake.outcome(.get).hasPrefix("501"))
        #expect(fake.handler.plan.unconsumed.map(\.planned.asset) == ["other"])
    }

    @Test func `chance is the same for the same seed, and about as planned`() async throws {
        let runs = try await [7, 7, 8].asyncMap { seed in
            let fake = try TestFake(
                PlannedFault("read", .status(500), times: nil, probability: 0.2, seed: seed))
            var outcomes: [Bool] = []
            for _ in 0..<1000 { outcomes.append(await fake.outcome(.get).hasPrefix("500")) }
            return outcomes
        }

        #expect(runs[0] == runs[1])
        #expect(runs[0] != runs[2])
        #expect((150...250).contains(runs[0].count { $0 }))
    }
}

extension Sequence {
    fileprivate func asyncMap<Value>(_ transform: (Element) async throws -> Value) async rethrows -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await transform(element)) }
        return values
    }
}
