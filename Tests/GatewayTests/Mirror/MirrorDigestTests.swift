import Bytes
import Raster
import Synchronization
import TestSupport
import Testing

@testable import Gateway

@Suite struct MirrorDigestTests {
    private let store = RemoteStore(name: "shop", clock: TestClock())

    private func desired(
        _ name: String = "a", _ description: String? = nil, _ tags: [String] = []
    ) -> DesiredState {
        let key = NaturalKey(organization: "acme", library: "shop", asset: "x", filename: "a.txt")
        return DesiredState(key: key, name: name, description: description, tags: tags)
    }

    private func shown(_ name: String?, _ description: String?, _ tags: [String]?) -> NativeAsset {
        var asset = NativeAsset(id: "n1")
        (asset.name, asset.description, asset.tags) = (name, description, tags)
        return asset
    }

    private func isAsDesired(_ asset: NativeAsset, _ state: DesiredState) throws -> Bool {
        try MirrorDigest.of(asset, in: store, desired: state) == MirrorDigest.of(state, in: store)
    }

    @Test func `tags are a set`() throws {
        #expect(try isAsDesired(shown("a", "", ["y", "x", "x"]), desired("a", nil, ["x", "y"])))
        #expect(try !isAsDesired(shown("a", "", ["x"]), desired("a", nil, ["x", "y"])))
    }

    @Test func `no description is an empty one`() throws {
        #expect(try isAsDesired(shown("a", "", []), desired("a", nil)))
        #expect(try isAsDesired(shown("a", nil, []), desired("a", "")))
        #expect(try !isAsDesired(shown("a", "", []), desired("a", "Dawn")))
    }

    @Test func `what is not said is as desired`() throws {
        #expect(try isAsDesired(shown(nil, nil, nil), desired("a", "Dawn", ["x"])))
    }

    @Test func `what is not said proves nothing`() throws {
        let wanted = desired("a", "Dawn", ["x"])
        #expect(try MirrorDigest.isShown(wanted, by: shown("a", "Dawn", ["x"]), in: store))
        for silent in [
            shown(nil, "Dawn", ["x"]), shown("a", nil, ["x"]), shown("a", "Dawn", nil),
            shown("a", "Dusk", ["x"]),
        ] {
            #expect(try !MirrorDigest.isShown(wanted, by: silent, in: store))
        }
        #expect(try MirrorDigest.isShown(desired("a"), by: shown("a", nil, []), in: store))
    }

    @Test func `texts are compared by their bytes`() throws {
        #expect(try !isAsDesired(shown("e\u{301}", "", []), desired("\u{E9}")))
        #expect(try !isAsDesired(shown("a", "", ["e\u{301}"]), desired("a", nil, ["\u{E9}"])))
    }

    @Test func `no two states run together`() throws {
        let states = [
            desired("a", "b"), desired("ab", ""), desired("a", "b", ["c"]), desired("a", "bc"),
            desired("a", "b", ["c", "d"]), desired("a", "b", ["cd"]), desired("a", "b", [""]),
        ]

        let digests = try states.map { try MirrorDigest.of($0, in: store) }

        #expect(Set(digests).count == states.count)
    }

    @Test func `what a store changes is expected as it comes back`() throws {
        store.state.withLock {
            $0.fidelities = [.tags: .transformed(.list(["sun"])), .name: .transformed(.text("A"))]
        }

        #expect(try isAsDesired(shown("A", "", ["sun"]), desired("a", nil, ["Sun"])))
        #expect(try !isAsDesired(shown("a", "", ["Sun"]), desired("a", nil, ["Sun"])))
    }

    @Test func `what a store drops is not compared`() throws {
        store.state.withLock { $0.fidelities = [.description: .dropped("it has none")] }

        #expect(try isAsDesired(shown("a", "anything", []), desired("a", "Dawn")))
    }
}
