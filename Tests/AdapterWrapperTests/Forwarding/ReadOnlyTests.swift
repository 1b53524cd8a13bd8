import AdapterWrappers
import Raster
import Testing

@Suite struct ReadOnlyTests {
    @Test func `changes are refused before the store is asked, and reading goes through`() async throws {
        var refused: Set<String> = []
        for (name, call) in everyCall {
            let base = ScriptedAdapter(isRevising: true)
            do { try await call(ReadOnly(base)) } catch { refused.insert(name) }
            if base.calls.isEmpty { refused.insert(name) }
        }

        #expect(
            refused == [
                "create", "delete", "update", "announce", "fetch", "arrival", "discard-bytes", "discard",
                "restore", "place", "move", "comment", "edit", "remove", "start",
            ])
    }

    @Test func `a refusal names the store and leaves nothing behind`() async {
        let adapter = ReadOnly(ScriptedAdapter(name: "archive"))

        let error = await #expect(throws: StorageError.self) { try await adapter.delete("1") }

        #expect(error?.kind == .denied)
        #expect(error?.side == .gateway)
        #expect(error?.effect == StorageError.Effect.none)
        #expect(error?.retry == .never)
        #expect(error?.message.contains("archive") == true)
    }
}
