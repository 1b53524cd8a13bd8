import HTTPCore
import Raster
import Testing

@testable import ImgbtAdapter

@Suite struct SharedStateTests {
    @Test func `whoever asks before a run begins shares it, and whoever asks during it the next`() {
        var state = RunState<String>()
        let begins = [1, 2, 3].map { state.join("a", $0) }
        let first = state.finish("a")
        let late = state.join("a", 4)
        let rest = [state.finish("a"), state.finish("a")]
        let after = state.join("a", 5)

        #expect(begins == [true, false, false] && !late && after)
        #expect(first.served == [1] && first.startsNext)
        #expect(rest.map(\.served) == [[2, 3], [4]] && rest.map(\.startsNext) == [true, false])
    }

    @Test func `keys do not wait for one another`() {
        var state = RunState<String>()
        let begins = [state.join("a", 1), state.join("b", 2)]
        let ends = ["b", "c", "a"].map { state.finish($0) }
        #expect(begins == [true, true])
        #expect(ends.map(\.served) == [[2], [], [1]])
        #expect(ends.allSatisfy { !$0.startsNext })
    }

    @Test func `paths are remembered up to a bound, those asked for longest`() throws {
        let paths = RecentPaths(capacity: 20)
        let ids = (0..<100).map { NativeID("asset\($0)") }
        for id in ids {
            paths.remember(try record(id))
            _ = paths.entry(for: "asset0")
            #expect(paths.count <= 20)
        }
        #expect(paths.entry(for: "asset0") != nil)
        #expect(paths.entry(for: "asset99")?.path.filename == "asset99.jpg")
        #expect(paths.entry(for: "asset50") == nil)
    }

    @Test func `what is forgotten is forgotten in both generations`() throws {
        let paths = RecentPaths(capacity: 2)
        for id in ["a", "b", "a"] as [NativeID] { paths.remember(try record(id)) }
        paths.forget("a")
        #expect(paths.entry(for: "a") == nil)
    }

    private func record(_ id: NativeID) throws -> ImgbtRecord {
        let json = SampleRecord(id: id.rawValue, filename: "\(id).jpg").json
        return try #require(ImgbtRecord(JSONValue(parsing: Array(json.utf8))))
    }
}
