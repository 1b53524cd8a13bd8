import AdapterWrappers
import Bytes
import Raster
import TestSupport
import Testing

/// Every call of the port through an adapter, by the name that a scripted one notes.
let everyCall: [String: @Sendable (any Adapter) async throws -> Void] = [
    "stat": { _ = try await $0.stat("1") },
    "open": { _ = try await $0.open("1", nil) },
    "create": { _ = try await $0.create(.sample(), .stream(ByteStream([]))) },
    "delete": { try await $0.delete("1") },
    "update": { try await $0.updating?.update("1", .sample) },
    "find": { _ = try await $0.finding?.find(AssetDraft.sample().key) },
    "list": { _ = try await $0.enumeration?.list(in: nil, after: nil) },
    "announce": { _ = try await $0.fetching?.announce(.sample(), as: BackendLabel("a")) },
    "fetch": { try await $0.fetching?.fetch(.sample(), for: "1", from: "https://example.com") },
    "arrival": { _ = try await $0.fetching?.arrival(of: .sample, at: "1") },
    "discard-bytes": { try await $0.fetching?.discardBytes(of: "1") },
    "address": { _ = try await $0.delivery?.address(of: "1") },
    "discard": { try await $0.trash?.discard("1") },
    "restore": { try await $0.trash?.restore("1") },
    "place": { _ = try await $0.places?.place(for: .sample, as: PlaceDraft.sample.label) },
    "move": { try await $0.places?.move("1", to: "there") },
    "comments": { _ = try await $0.comments?.comments(on: "1") },
    "comment": { _ = try await $0.comments?.add("Nice", to: "1") },
    "edit": { _ = try await $0.comments?.edit("1", on: "1", "Nicer") },
    "remove": { try await $0.comments?.remove("1", on: "1") },
    "history": { _ = try await $0.history?.events(of: "1", after: nil) },
    "actions": { _ = try await $0.actions?.actions(for: "1") },
    "start": { _ = try await $0.actions?.start("1", on: "1") },
    "runs": { _ = try await $0.actions?.runs(of: "1") },
    "collections": { _ = try await $0.collections?.collections(of: "1") },
    "metadata": { _ = try await $0.metadata?.metadata(of: "1") },
    "revise": { _ = try await $0.revising?.revision(of: "1") },
]

extension ExpectedBytes {
    static let sample = ExpectedBytes(size: 1, digest: .sample(1), md5: "", filename: "a")
}

extension PlaceDraft {
    static let sample = PlaceDraft(organization: "acme", library: "main", title: "Main")
}

extension DesiredState {
    static let sample = DesiredState(
        key: AssetDraft.sample().key, name: "a", description: nil, tags: [])
}

@Suite struct CallTests {
    @Test func `every call has a name`() {
        #expect(Set(everyCall.keys) == Set(AdapterCall.allCases.map(\.rawValue)))
    }

    @Test(arguments: Wrapping.writing)
    func `every call arrives once`(_ wrapping: Wrapping) async throws {
        for (name, call) in everyCall {
            let base = ScriptedAdapter(isRevising: true)

            try await call(wrapping.around(base))

            #expect(base.calls == [name])
        }
    }

    @Test(arguments: Wrapping.writing)
    func `every call's refusal comes through`(_ wrapping: Wrapping) async throws {
        for (name, call) in everyCall {
            let base = ScriptedAdapter(isRevising: true) { (_) async throws(StorageError) in
                throw StorageError(.denied, "planned")
            }

            let error = await #expect(throws: StorageError.self) { try await call(wrapping.around(base)) }

            #expect(error?.message == "planned", "\(name)")
            #expect(base.calls == [name])
        }
    }

    @Test func `every call is counted by its name`() async throws {
        for (name, call) in everyCall {
            let world = World()

            try await call(Observed(ScriptedAdapter(isRevising: true), world.environment))

            let line = #"raster_adapter_calls_total{adapter="scripted",call="\#(name)",outcome="ok"} 1"#
            #expect(world.scrape.contains { $0 == line }, "\(name)")
        }
    }
}
