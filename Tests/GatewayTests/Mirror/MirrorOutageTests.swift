import Raster
import Synchronization
import TestSupport
import Testing

@testable import Gateway

/// Stores that are away for long, and gateways that end meanwhile.
@Suite struct MirrorOutageTests {
    @Test func `days of outage later everything arrives, once and as it is now`() async throws {
        let stage = try await MirrorStage()
        var ids: [AssetID] = []
        for _ in 0..<6 { ids.append(try await stage.upload()) }
        stage.shop.setDown(true)
        for day in 1...3 {
            for id in ids { try await stage.tag(id, "day\(day)") }
            try await stage.pass(.days(1), by: .seconds(600))
        }
        let waiting = try await stage.backlog()
        stage.shop.setDown(false)

        try await stage.pass(.seconds(600))

        #expect(waiting.map(\.count) == [6])
        #expect(stage.shop.updates == Array(repeating: ["day1", "day2", "day3"], count: 6))
        #expect(try await stage.backlog() == [])
    }

    @Test func `a store that is down is asked now and then, not by every asset`() async throws {
        let stage = try await MirrorStage()
        for _ in 0..<20 { try await stage.tag(try await stage.upload(), "sun") }
        stage.shop.setDown(true)

        try await stage.pass(.seconds(3600))

        #expect(stage.log.lines.count < 40)
    }

    @Test func `a backlog outlives the process`() async throws {
        let stage = try await MirrorStage()
        let id = try await stage.upload()
        stage.shop.setDown(true)
        try await stage.tag(id, "sun")
        try await stage.pass(.seconds(600))
        try await stage.restart()
        stage.shop.setDown(false)

        try await stage.pass(.seconds(600))

        #expect(stage.shop.updates == [["sun"]])
    }

    @Test func `one dead store holds up no other`() async throws {
        let stage = try await MirrorStage()
        stage.shop.setDown(false)
        for _ in 0..<30 { try await stage.tag(try await stage.upload(), "sun") }
        let other = try await stage.upload(to: "barn")
        stage.shop.setDown(true)
        try await stage.tag(other, "sea", in: "barn")

        try await stage.run.sender.round()

        #expect(stage.barn.tags(of: other) == ["sea"])
    }

    @Test func `one asset that a store refuses holds up no other`() async throws {
        let stage = try await MirrorStage()
        for number in 0..<6 { try await stage.tag(try await stage.upload(), "t\(number)") }
        stage.shop.plan(.refuse(RemoteStore.down))

        try await stage.pass(.seconds(30), by: .seconds(1))

        #expect(stage.shop.updates.count == 6)
    }

    @Test func `a store that asks to be left alone is`() async throws {
        let stage = try await MirrorStage()
        try await stage.tag(try await stage.upload(), "sun")
        stage.shop.plan(.refuse(StorageError(.rateLimited, "slow down", retry: .after(.seconds(7200)))))

        try await stage.pass(.seconds(7000), by: .seconds(100))
        let early = stage.shop.updates.count
        try await stage.pass(.seconds(400), by: .seconds(100))

        #expect(early == 0 && stage.shop.updates.count == 1)
    }
}
