import AdapterKit
import Bytes
import Raster
import RasterCatalog
import TestSupport
import Testing

@testable import Gateway

@Suite struct StagedUploadTests {
    @Test func `an upload to a store that fetches is safe in the staging, and on its way`() async throws {
        let stage = try await RelocationStage()

        let id = try await stage.upload(to: "far")

        #expect(try await stage.holders(of: id) == ["staging"])
        #expect(try await stage.text(of: id) == "hello")
        #expect(try await stage.relocation(id)?.goal == "far")
        #expect(try await stage.jobs(in: "far").map(\.kind) == [.relocate])
        #expect(try await stage.intents() == [])
    }

    @Test func `a store that is down refuses no upload`() async throws {
        let stage = try await RelocationStage()
        stage.far.refuse(with: StorageError(.unavailable, "down"))

        let id = try await stage.upload(to: "far")

        #expect(try await stage.text(of: id) == "hello")
    }

    @Test func `without a staging there is no upload to such a store`() async throws {
        let stage = try await RelocationStage(isStaging: false)

        let error = await #expect(throws: StorageError.self) { try await stage.upload(to: "far") }

        #expect(error?.kind == .unsupported)
    }

    @Test func `the limits are the store's`() async throws {
        let stage = try await RelocationStage(far: FetchingStore(maximumBytes: 4))

        let size = await #expect(throws: RasterError.self) { try await stage.upload(to: "far", "12345") }
        let name = await #expect(throws: RasterError.self) {
            try await stage.upload(to: "far", "1", as: String(repeating: "n", count: 41))
        }

        #expect(size?.code == .payloadTooLarge && name?.code == .badUserInput)
    }

    @Test func `the store is told of the asset as it is by then, and fetches by an address of its own`()
        async throws
    {
        let stage = try await RelocationStage()
        let id = try await stage.upload(to: "far")
        try await stage.describe(id, in: "far")

        try await stage.round("far")

        let record = try #require(stage.far.records.values.first)
        #expect(record.label == id.rawValue && record.described.tags == ["sun"])
        #expect(record.described.place != nil)
        #expect(stage.far.addresses.count == 1)
        #expect(stage.far.addresses[0].hasPrefix("https://staging.example/staging/"))
        let token = stage.far.addresses[0].dropFirst("https://staging.example/staging/".count)
        #expect(token.count == 43)
        #expect(try await stage.gateway.stagedAsset(String(token))?.id == id)
    }

    @Test func `a token opens nothing before and after its time, and no other does`() async throws {
        let stage = try await RelocationStage()
        try await stage.upload(to: "far")
        try await stage.round("far")
        let token = String(stage.far.addresses[0].split(separator: "/").last ?? "")

        #expect(try await stage.gateway.stagedAsset(token + "x") == nil)
        stage.clock.advance(by: .seconds(3599))
        #expect(try await stage.gateway.stagedAsset(token) != nil)
        stage.clock.advance(by: .seconds(1))
        #expect(try await stage.gateway.stagedAsset(token) == nil)
    }

    @Test func `a token opens nothing once the asset has arrived`() async throws {
        let stage = try await RelocationStage()
        let id = try await stage.upload(to: "far")
        try await stage.round("far")
        let token = String(stage.far.addresses[0].split(separator: "/").last ?? "")

        try await stage.settle("far")

        #expect(try await stage.home(id) == "far")
        #expect(try await stage.gateway.stagedAsset(token) == nil)
    }

    @Test func `an asset in the trash is fetched too`() async throws {
        let stage = try await RelocationStage()
        let id = try await stage.upload(to: "far")
        try await stage.trash(id, in: "far")

        try await stage.settle("far")

        #expect(try await stage.home(id) == "far")
    }

    @Test func `bytes that do not come in time are not waited for, and nothing is removed`() async throws {
        let stage = try await RelocationStage()
        let id = try await stage.upload(to: "far")
        try await stage.round("far")
        stage.clock.advance(by: .seconds(3601))

        let failure = try await stage.round("far")

        #expect(try await stage.relocation(id)?.failure?.kind == "late")
        #expect(failure?.message.contains("did not fetch its bytes in time") == true)
        #expect(stage.far.records.count == 1)
        #expect(try await stage.text(of: id) == "hello")
    }

    @Test func `other bytes than were sent are a failure that removes nothing`() async throws {
        let stage = try await RelocationStage()
        let id = try await stage.upload(to: "far")
        for _ in 0..<4 {
            try await stage.round("far")
            stage.far.deliver([1, 2, 3])
            stage.clock.advance(by: .seconds(1))
        }

        #expect(try await stage.relocation(id)?.failure?.kind == "different")
        #expect(stage.far.records.values.map(\.files) == [[[1, 2, 3]]])
        #expect(try await stage.holders(of: id).contains("staging"))
    }

    @Test func `bytes that broke off on their way are fetched anew`() async throws {
        let stage = try await RelocationStage()
        let id = try await stage.upload(to: "far")
        try await stage.round("far")
        stage.far.deliver([1])
        stage.clock.advance(by: .seconds(1))

        try await stage.settle("far")

        #expect(try await stage.home(id) == "far")
        #expect(try await stage.holders(of: id) == ["far"])
        #expect(try await stage.placeholders() == [])
    }

    @Test func `an account that may make no places gets assets all the same`() async throws {
        let stage = try await RelocationStage()
        let id = try await stage.upload(to: "far")
        for _ in 0..<9 { stage.far.fail(.place, with: StorageError(.denied, "not with this key")) }

        try await stage.settle("far")

        #expect(try await stage.home(id) == "far")
        #expect(stage.far.placesMade.isEmpty)
    }

    @Test(arguments: [true, false])
    func `what failed is fetched anew when an operator wants it`(isDifferent: Bool) async throws {
        let stage = try await RelocationStage()
        let id = try await stage.upload(to: "far")
        try await stage.round("far")
        for _ in 0..<3 where isDifferent {
            stage.far.deliver([1])
            stage.clock.advance(by: .seconds(1))
            try await stage.round("far")
        }
        stage.clock.advance(by: .seconds(3601))
        try await stage.round("far")
        #expect(try await stage.relocation(id)?.state == .failed)
        let scope = try await stage.scope("far")

        _ = try await stage.catalog.write { [gateway = stage.gateway] in
            try await gateway.relocate(in: scope, $0)
        }
        try await stage.settle("far")

        #expect(try await stage.home(id) == "far")
        #expect(try await stage.holders(of: id) == ["far"])
    }

    @Test func `the pauses between two looks grow`() {
        let settings = GatewaySettings.Staging(publicURL: "")

        let pauses = [0, 1, 4, 20, 100, 1000].map { RelocationPace.poll(after: .seconds($0), settings) }

        #expect(pauses == [1, 1, 2, 10, 30, 30].map { Duration.seconds($0) })
    }
}
