import FakeKit
import HTTPCore
import MediaPocketAdapter
import MediaPocketFake
import Raster
import TestSupport
import Testing

@Suite struct FaultMatrixTests {
    @Test(arguments: FaultCase.common, FaultedCall.allCases)
    func `a fault has the declared outcome, and no error repeats what came from outside`(
        _ fault: FaultCase, _ call: FaultedCall
    ) async throws {
        let stage = try await FaultStage()
        defer { stage.account.fake.close() }
        let before = stage.effects
        stage.account.fake.plan.add(PlannedFault(call.operation, fault.fault))

        let outcome = await stage.outcome(of: call)

        #expect(outcome.cell == FaultRow.all[fault.description]?.cell(call))
        for secret in ["canary", "://", "fake-key", "signature"] { #expect(!outcome.text.contains(secret)) }
        #expect(stage.account.fake.plan.unconsumed.isEmpty)
        if !lies(fault), !outcome.cell.hasSuffix("?") {
            #expect((stage.effects != before) == (outcome.cell == "ok" && call.isChange))
        }
    }

    private func lies(_ fault: FaultCase) -> Bool { fault.description == "done, then 503" }

    @Test func `every kind of fault but those of lists is in the matrix, and every row has a fault`() {
        let kinds = Set(FaultKind.all.map(\.name)).subtracting(PageFault.allCases.map(\.rawValue))
        #expect(Set(FaultCase.common.map(\.fault.name)) == kinds)
        #expect(Set(FaultCase.common.map(\.description)) == Set(FaultRow.all.keys))
    }

    @Test func `every operation that the adapter uses is in the matrix`() {
        let used = Set(FaultedCall.allCases.map(\.operation))
        let others = Set(MediaPocketFake.operations.map(\.name)).subtracting(used)
        #expect(
            others == [
                // Looked at only after a change without an answer.
                "getComment",
                // Nothing that the gateway has a word for.
                "getProject", "createSubproject", "createCollection", "publish", "hide", "listUsers",
                "listAllUsers", "getArticle", "updateArticle",
                // What the account does by itself.
                "fetch",
            ])
    }

    @Test func `how long to wait is passed on`() async throws {
        for call in FaultedCall.allCases {
            let stage = try await FaultStage()
            defer { stage.account.fake.close() }
            let fault = Fault.status(503, fields: ["Retry-After": "7"])
            stage.account.fake.plan.add(PlannedFault(call.operation, fault, times: nil))
            let error = await #expect(throws: StorageError.self) { _ = try await stage.run(call) }
            #expect(error?.retry == .after(.seconds(7)))
        }
    }
}
