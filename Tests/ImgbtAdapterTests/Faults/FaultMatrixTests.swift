import FakeKit
import HTTPCore
import ImgbtAdapter
import ImgbtFake
import Raster
import TestSupport
import Testing

@Suite struct FaultMatrixTests {
    @Test(arguments: FaultCase.all, FaultedCall.allCases)
    func `a fault has the declared outcome`(_ fault: FaultCase, _ call: FaultedCall) async throws {
        let stage = try FaultStage()
        defer { stage.vault.fake.close() }
        let before = stage.state
        stage.vault.fake.plan.add(PlannedFault(call.operation, fault.fault))

        let outcome = await stage.outcome(of: call)

        #expect(outcome == FaultRow.all[fault.description]?.cell(call))
        #expect(stage.vault.fake.plan.unconsumed.isEmpty)
        if !lies(fault), !outcome.hasSuffix("?") {
            let isChange = outcome == "ok" && [.create, .delete, .update].contains(call)
            #expect((stage.state != before) == isChange)
        }
    }

    private func lies(_ fault: FaultCase) -> Bool { fault.description.hasPrefix("done, then") }

    @Test func `every kind of fault is in the matrix, and every row has a fault`() {
        #expect(Set(FaultCase.all.map(\.fault.name)) == Set(FaultKind.all.map(\.name)))
        #expect(Set(FaultCase.all.map(\.description)) == Set(FaultRow.all.keys))
    }

    @Test(arguments: FaultCase.all)
    func `no error repeats what came from outside`(_ fault: FaultCase) async throws {
        for call in FaultedCall.allCases {
            let stage = try FaultStage()
            defer { stage.vault.fake.close() }
            stage.vault.fake.plan.add(PlannedFault(call.operation, fault.fault, times: nil))
            do { _ = try await stage.run(call) } catch {
                #expect(!"\(error)".contains("canary") && !String(reflecting: error).contains("canary"))
                #expect(!"\(error)".contains("://") && !"\(error)".contains("sk_"))
            }
        }
    }

    @Test func `how long to wait is passed on`() async throws {
        let stage = try FaultStage()
        stage.vault.fake.plan.add(PlannedFault("*", .status(503, fields: ["Retry-After": "7"]), times: nil))
        for call in FaultedCall.allCases {
            let error = await #expect(throws: StorageError.self) { _ = try await stage.run(call) }
            #expect(error?.retry == .after(.seconds(7)))
        }
    }

    @Test func `a listing that leads to itself stops at its second page`() async throws {
        let stage = try FaultStage()
        stage.vault.fake.plan.add(PlannedFault("list", .page(.loopingCursor)))
        let first = try await stage.vault.adapter.list(in: nil, after: nil)
        let error = await #expect(throws: StorageError.self) {
            _ = try await stage.vault.adapter.list(in: nil, after: first.next)
        }
        #expect(error?.kind == .malformed)
    }
}
