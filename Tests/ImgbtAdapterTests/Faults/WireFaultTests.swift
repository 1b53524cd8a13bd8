import Bytes
import Curl
import FakeKit
import HTTPCore
import ImgbtAdapter
import ImgbtFake
import Raster
import TestSupport
import Testing

/// The faults that only a socket shows as they are.
@Suite struct WireFaultTests {
    private static let faults = FaultCase.all.filter { kinds.contains($0.fault.name) }
    private static let kinds: Set<String> = [
        "resetBeforeHeaders", "resetAfterRequestBytes", "effectThenReset", "resetAfterBytes", "stall",
        "truncatedBody", "drip", "corruptBody", "wrongContentType",
    ]

    // One at a time, as in the contract's test over sockets.
    @Test(.serialized, arguments: faults, FaultedCall.allCases)
    func `a fault has the declared outcome over sockets`(_ fault: FaultCase, _ call: FaultedCall) async throws
    {
        // Only the call that stalls is impatient: on a busy machine others may be slow.
        var hasty = CurlLimits()
        if fault.fault.name == "stall" { hasty.stallTime = .milliseconds(40) }
        let isDelivered = call.operation == "deliver"
        try await FakeVault.behindSockets(
            api: isDelivered ? .init() : hasty, delivery: isDelivered ? hasty : .init(), pageSize: 1
        ) { vault in
            let stage = try FaultStage(vault)
            // Again and again: libcurl repeats a GET whose idle connection turns out dead.
            vault.fake.plan.add(PlannedFault(call.operation, fault.fault, times: nil))

            let outcome = await stage.outcome(of: call)

            #expect(outcome == Self.declared(fault, call))
            #expect(vault.fake.plan.unconsumed.isEmpty)
        }
    }

    /// As without sockets, but for stalls, which are late; a deletion has no body to stall in.
    private static func declared(_ fault: FaultCase, _ call: FaultedCall) -> String? {
        let cell = FaultRow.all[fault.description]?.cell(call)
        guard fault.fault.name == "stall", !(call == .delete && fault.fault == .stall(afterBytes: 5)) else {
            return cell
        }
        return cell?.hasSuffix("?") == true ? "timedOut?" : "timedOut"
    }

    @Test func `an upload whose source breaks off reaches nobody`() async throws {
        try await FakeVault.behindSockets { vault in
            let source = ByteStream([1, 2, 3], chunkSize: 1)
            let short = ByteStream { try await source.next() }
            let error = await failure { () async throws(StorageError) in
                _ = try await vault.adapter.create(.sample(size: 4), .stream(short))
            }
            #expect(error?.kind == .invalid && error?.effect == StorageError.Effect.none)
            #expect(vault.fake.assets.isEmpty && vault.fake.ledger.count == 0)
        }
    }
}
