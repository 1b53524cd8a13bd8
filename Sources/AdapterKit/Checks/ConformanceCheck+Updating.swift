import Bytes
import Raster

extension ConformanceCheck {
    /// What the system shows of an asset after a change.
    static let updating = [
        updates(
            "an update is shown as foretold",
            [State(name: "Ünïcode 🦊", description: "two\nlines", tags: ["A", "b c"])]),
        updates("an update may be repeated", [State(), State()]),
        updates(
            "an update replaces the description", [State(description: "old"), State(description: "new")]),
        updates("an update without a description clears it", [State(), State(description: nil)]),
        updates("an update with an empty description clears it", [State(), State(description: "")]),
        updates("an update replaces the tags", [State(tags: ["a", "b"]), State(tags: ["b", "c"])]),
        updates("an update with no tags clears them", [State(), State(tags: [])]),
        updates("an update replaces the name", [State(name: "old"), State(name: "new")]),
        updates("an update can take back what another changed", [State(), State(name: "n"), State()]),
        updates(
            "an update keeps texts with punctuation, or as foretold",
            [State(name: "\"q\" & <b> \\ %41", description: "{\"a\": [1]}\\n <p>'q'</p>")]),
        updates(
            "an update keeps how a text is spelled, or as foretold",
            [State(name: "cafe\u{301}", description: "caf\u{e9} \u{212b}", tags: ["e\u{301}"])]),
        updates(
            "an update keeps tags with punctuation, or as foretold",
            [State(tags: ["a, b", "c\"d", "e;f", "[g]", "h\\i", "%41", "+j=k"])]),
        updates("an update keeps tags of any case, or as foretold", [State(tags: ["fox", "Fox", "FOX"])]),
        updates(
            "an update keeps a long description, or as foretold",
            [State(description: String(repeating: "Words and words. ", count: 250))]),
        updates("an update keeps many tags, or as foretold", [State(tags: (1...40).map { "tag \($0)" })]),
        ConformanceCheck("an update leaves the bytes alone", requires: .updating) { scratch in
            let id = try await scratch.store([1, 2, 3]).id
            try await update(id, State(), scratch)
            try await scratch.adapter.expectBytes([1, 2, 3], of: id)
        },
        ConformanceCheck("an update leaves everything else alone", requires: .updating) { scratch in
            let id = try await scratch.store([1, 2, 3]).id
            let before = fixed(try await scratch.adapter.stat(id))
            try await update(id, State(), scratch)
            try expectAgreement(before, fixed(try await scratch.adapter.stat(id)), "the updated asset")
        },
        ConformanceCheck("an update leaves other assets alone", requires: .updating) { scratch in
            let other = try await scratch.store([1, 2, 3]).id
            try await update(other, State(name: "other", description: "other", tags: ["other"]), scratch)
            let before = try await scratch.adapter.stat(other)
            try await update(try await scratch.store([1, 2, 3]).id, State(), scratch)
            try expect(try await scratch.adapter.stat(other) == before, "another asset has changed")
        },
        ConformanceCheck(
            "an update to another library leaves the asset where it is found", requires: .updating
        ) {
            scratch in
            let draft = scratch.draft(size: 3)
            let id = try await scratch.create(draft, .stream(ByteStream([1, 2, 3]))).id
            var key = draft.key
            key.library = scratch.place.other
            let desired = DesiredState(key: key, name: "moved", description: nil, tags: [])
            try await ability(scratch.adapter.updating).update(id, desired)
            try await scratch.adapter.expectBytes([1, 2, 3], of: id)
            let asset = try await scratch.adapter.stat(id).asset
            try expect(asset == nil || asset == key.asset, "it is known as \(asset ?? "")")
        },
        ConformanceCheck("an update without a digest keeps what is known of it", requires: .updating) {
            scratch in
            var draft = scratch.draft(size: 3)
            draft.digest = DigestSample.abc.sha256
            let id = try await scratch.create(draft, .stream(ByteStream(DigestSample.abc.text.utf8))).id
            let before = try await scratch.adapter.stat(id).digest
            try await update(id, State(), scratch)
            let after = try await scratch.adapter.stat(id).digest
            try expect(after == nil || after == before, "it becomes \(after?.description ?? "")")
        },
        ConformanceCheck("an updated asset can be deleted", requires: .updating) { scratch in
            let id = try await scratch.store().id
            try await update(id, State(), scratch)
            try await scratch.adapter.delete(id)
            try await scratch.adapter.expectNothing(at: id)
        },
        ConformanceCheck("an unknown asset cannot be updated", requires: .updating) { scratch in
            let id = try await scratch.unknownID()
            let error = try await expectError(.notFound, of: "updating it") {
                try await update(id, State(), scratch)
            }
            try expect(error.effect == .none, "its effect is \(error.effect)")
        },
    ]

    /// What clients set.
    private struct State: Sendable {
        var name = "Plain"
        var description: String? = "Plain."
        var tags = ["a", "b"]
    }

    /// Updates an asset to each of `states`, after which it must show the last one alone.
    private static func updates(_ title: String, _ states: [State]) -> ConformanceCheck {
        ConformanceCheck(title, requires: .updating) { scratch in
            let id = try await scratch.store().id
            for state in states { try await update(id, state, scratch) }
            guard let last = states.last else { return }
            try await scratch.adapter.expectShown(
                of: id, name: last.name, description: last.description ?? "", tags: last.tags)
        }
    }

    private static func update(_ id: NativeID, _ state: State, _ scratch: Scratch) async throws {
        let desired = DesiredState(
            key: try scratch.key(of: id), name: state.name, description: state.description, tags: state.tags)
        try await ability(scratch.adapter.updating).update(id, desired)
    }

    /// A description without what an update may change.
    private static func fixed(_ asset: NativeAsset) -> NativeAsset {
        var asset = asset
        (asset.name, asset.description, asset.tags) = (nil, nil, nil)
        return asset
    }
}
