import AdapterKit
import AdapterWrappers
import Bytes
import Raster
import TestSupport
import Testing

@Suite struct RetryingEffectTests {
    private let world = World()
    private let exists = StorageError(.alreadyExists, "it is there")

    /// An adapter whose calls fail in the order of the errors, by their names.
    private func scripted(_ errors: [String: [StorageError]]) -> (base: ScriptedAdapter, retrying: Retrying) {
        let base = ScriptedAdapter { (call) async throws(StorageError) in
            let errors = errors[call.name] ?? []
            if call.earlier < errors.count { throw errors[call.earlier] }
        }
        return (base, Retrying(base, .init(), world.environment))
    }

    private func file() throws -> Content {
        let file = try OpenFile.sample(in: try Folder(), ScriptedAdapter.bytes)
        return .file(FileSlice(file, ByteRange(offset: 0, length: ScriptedAdapter.bytes.count)))
    }

    @Test func `an asset that is gone after an unknown deletion was deleted`() async throws {
        let (base, retrying) = scripted(["delete": [.down(.unknown), StorageError(.notFound, "gone")]])

        try await retrying.delete("1")

        #expect(base.calls == ["delete", "delete"])
    }

    @Test func `an asset that is gone after a deletion without effect was never there`() async throws {
        let (_, retrying) = scripted(["delete": [.down(), StorageError(.notFound, "gone")]])

        let error = await #expect(throws: StorageError.self) { try await retrying.delete("1") }

        #expect(error?.kind == .notFound)
    }

    @Test func `what an early attempt may have done is not forgotten`() async {
        let (base, retrying) = scripted(["delete": [.down(.unknown), .down(), StorageError(.denied, "no")]])

        let error = await #expect(throws: StorageError.self) { try await retrying.delete("1") }

        #expect(base.calls.count == 3)
        #expect(error?.kind == .denied)
        #expect(error?.effect == .unknown)
    }

    @Test func `a file is sent again`() async throws {
        let (base, retrying) = scripted(["create": [.down(), .down()]])

        let asset = try await retrying.create(.sample(), try file())

        #expect(asset.id == "made")
        #expect(base.calls == ["create", "create", "create"])
    }

    @Test func `a stream is sent once`() async throws {
        let (base, retrying) = scripted(["create": [.down()]])

        let error = await #expect(throws: StorageError.self) {
            try await retrying.create(.sample(), .stream(ByteStream([])))
        }

        #expect(error?.kind == .unavailable)
        #expect(base.calls == ["create"])
    }

    @Test func `what an unknown attempt has stored is found, not sent again`() async throws {
        let (base, retrying) = scripted(["create": [.down(.unknown)]])

        let asset = try await retrying.create(.sample(), try file())

        #expect(asset.id == "1")
        #expect(base.calls == ["create", "find"])
    }

    @Test func `what exists after an unknown attempt is found`() async throws {
        let (base, retrying) = scripted(["create": [.down(.unknown), exists], "find": [.down()]])

        let asset = try await retrying.create(.sample(), try file())

        #expect(asset.id == "1")
        #expect(base.calls == ["create", "find", "create", "find"])
    }

    @Test func `what existed before is no success`() async throws {
        let (base, retrying) = scripted(["create": [.down(), exists]])

        let file = try file()
        let error = await #expect(throws: StorageError.self) { try await retrying.create(.sample(), file) }

        #expect(error?.kind == .alreadyExists)
        #expect(base.calls == ["create", "create"])
    }

    @Test func `what exists in another size leaves the outcome unknown`() async throws {
        let (base, retrying) = scripted(["create": [.down(.unknown), exists]])

        let file = try file()
        let error = await #expect(throws: StorageError.self) {
            try await retrying.create(.sample(size: 7), file)
        }

        #expect(error?.kind == .unavailable)
        #expect(error?.effect == .unknown)
        #expect(base.calls == ["create", "find", "create", "find"])
    }

    @Test func `without a way to look, what exists leaves the outcome unknown`() async throws {
        let base = MemoryAdapter(abilities: [])
        base.fail(.create, with: .down(.unknown))

        let file = try file()
        let error = await #expect(throws: StorageError.self) {
            try await Retrying(base, .init(), world.environment).create(.sample(), file)
        }

        #expect(error?.effect == .unknown)
        #expect(base.contents == ["a": ScriptedAdapter.bytes])
    }

    @Test func `an upload whose answer was lost ends with one asset`() async throws {
        let base = MemoryAdapter()
        base.fail(.create, with: .down(.unknown))

        let asset = try await Retrying(base, .init(), world.environment).create(.sample(), try file())

        #expect(base.contents == ["a": ScriptedAdapter.bytes])
        #expect(try await base.stat(asset.id).asset == "a")
    }
}
