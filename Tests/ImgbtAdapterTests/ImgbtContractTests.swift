import AdapterKit
import HTTPCore
import ImgbtAdapter
import ImgbtFake
import Raster
import TestSupport
import Testing

@Suite struct ImgbtContractTests {
    @Test(arguments: ConformanceCheck.all)
    func `keeps the adapter contract`(_ check: ConformanceCheck) async throws {
        let vault = try FakeVault()
        defer { vault.fake.close() }

        let outcome = await check.run(on: vault.adapter, seed: 1)

        #expect(outcome == expected(of: check))
        #expect(vault.fake.assets.isEmpty, "it leaves something behind")
    }

    @Test(arguments: ConformanceCheck.all)
    func `keeps it in the SDK's dialect, with short pages`(_ check: ConformanceCheck) async throws {
        let vault = try FakeVault(.sdk, pageSize: 2)
        defer { vault.fake.close() }

        let outcome = await check.run(on: vault.adapter, seed: 2)

        #expect(outcome == expected(of: check))
    }

    // One at a time: hundreds of servers at once starve one another, and slow clients are cut off.
    @Test(.serialized, arguments: ConformanceCheck.all)
    func `keeps it over sockets`(_ check: ConformanceCheck) async throws {
        try await FakeVault.behindSockets { vault in
            let outcome = await check.run(on: vault.adapter, seed: 3)

            #expect(outcome == expected(of: check))
            #expect(vault.fake.assets.isEmpty, "it leaves something behind")
        }
    }

    private func expected(of check: ConformanceCheck) -> ConformanceCheck.Outcome {
        missing.contains(check.requirement)
            ? .notApplicable("the adapter has no \(check.requirement.rawValue)") : .kept
    }

    /// What imgbt cannot do: lost by accident, anything else fails the tests above.
    private let missing: Set<ConformanceCheck.Requirement> = [
        .trash, .comments, .history, .actions, .collections, .metadata, .places, .revising,
        .fetching,
    ]

    @Test func `what imgbt cannot do has no ability, and what it can has one`() throws {
        let adapter = try ImgbtAdapter.sample()
        #expect(adapter.updating != nil && adapter.finding != nil)
        #expect(adapter.enumeration != nil && adapter.delivery != nil)
        #expect(adapter.fetching == nil && adapter.surveying == nil)
        #expect(adapter.takesUploads && adapter.refusal == nil && adapter.spoolFolder == nil)
    }

    @Test func `limits and fates are those of the documentation`() throws {
        let adapter = try ImgbtAdapter.sample()
        #expect(adapter.limits.maximumBytes == 100_000_000)
        #expect(adapter.limits.pageSize == 100 && adapter.limits.concurrency == 8)
        let exact = AssetField.allCases.filter { adapter.fidelity(of: $0, .text("x")) == .exact }
        #expect(Set(exact) == [.bytes, .name, .filename, .description, .tags])
    }
}
