import AdapterKit
import Bytes
import Raster
import RasterCatalog
import TestSupport
import Testing

@testable import Gateway

@Suite struct NativeCommentTests {
    @Test func `a comment is written to the backend, and the key that wrote it stays its author`()
        async throws
    {
        let stage = try await NativeStage()

        let comment = try await stage.comment("Nice")

        #expect(try await stage.kept() == ["Nice"])
        #expect(comment.author == "Key 1" && comment.authorKey == "key1")
        #expect(try await stage.listed() == [comment])
    }

    @Test func `what people write in the backend is taken over, and is nobody's`() async throws {
        let stage = try await NativeStage()
        _ = try await stage.memory.add("From inside", to: stage.home.id)

        let first = try await stage.listed()
        let again = try await stage.listed()

        #expect(first.map(\.text) == ["From inside"] && first == again)
        #expect(first[0].author == "memory" && first[0].authorKey == "")
    }

    @Test func `a text that was changed in the backend is taken over, and keeps its author`() async throws {
        let stage = try await NativeStage()
        let comment = try await stage.comment("Nice")
        let native = try await stage.memory.comments(on: stage.home.id)[0]
        _ = try await stage.memory.edit(native.id, on: stage.home.id, "Nicer")

        let listed = try await stage.listed()

        #expect(listed.map(\.id) == [comment.id] && listed.map(\.text) == ["Nicer"])
        #expect(listed[0].authorKey == "key1")
    }

    @Test func `what was removed in the backend is removed`() async throws {
        let stage = try await NativeStage()
        try await stage.comment("Nice")
        let native = try await stage.memory.comments(on: stage.home.id)[0]
        try await stage.memory.remove(native.id, on: stage.home.id)
        stage.clock.advance(by: .seconds(61))

        #expect(try await stage.texts() == [])
    }

    @Test func `a look that finds nothing new writes nothing`() async throws {
        let stage = try await NativeStage()
        try await stage.comment("Nice")
        let stamp = stage.truth.stamp()

        _ = try await stage.listed()

        #expect(stage.truth.stamp() == stamp)
    }

    @Test func `while the backend is down, what the catalog has is read`() async throws {
        let stage = try await NativeStage()
        try await stage.comment("Nice")
        stage.store.plan("comments", .refuse(StorageError(.unavailable, "down")))

        #expect(try await stage.texts() == ["Nice"])
    }

    @Test func `what the backend refuses leaves nothing`() async throws {
        let stage = try await NativeStage()
        stage.store.plan("add", .refuse(TurningStore.denial))

        let error = await #expect(throws: StoreRefusal.self) { try await stage.comment("Nice") }

        #expect(error?.shown.code == .forbidden)
        #expect(error?.shown.message.contains("Dave") == false)
        #expect(try await stage.known() == [])
    }

    @Test func `a comment without an answer is found by the next look, and its author keeps it`() async throws
    {
        let stage = try await NativeStage()
        stage.store.plan("add", .lose)

        await #expect(throws: StorageError.self) { try await stage.comment("Nice") }
        let before = try await stage.known()
        let after = try await stage.listed()

        #expect(before.map(\.isPending) == [true])
        #expect(after.map(\.text) == ["Nice"] && after.map(\.authorKey) == ["key1"])
        #expect(try await stage.kept() == ["Nice"])
    }

    @Test func `its repetition brings it back instead of a second one`() async throws {
        let stage = try await NativeStage()
        stage.store.plan("add", .lose)
        await #expect(throws: StorageError.self) { try await stage.comment("Nice") }

        let comment = try await stage.comment("Nice")

        #expect(try await stage.kept() == ["Nice"])
        #expect(try await stage.listed() == [comment])
    }

    @Test func `another key's repetition is another comment`() async throws {
        let stage = try await NativeStage()
        stage.store.plan("add", .lose)
        await #expect(throws: StorageError.self) { try await stage.comment("Nice") }

        try await stage.comment("Nice", by: 2)

        #expect(try await stage.kept() == ["Nice", "Nice"])
        #expect(try await stage.listed().map(\.authorKey).sorted() == ["key1", "key2"])
    }

    @Test func `what may still arrive is not written a second time`() async throws {
        let stage = try await NativeStage(settleTime: .seconds(60))
        stage.store.plan("add", .vanish)
        await #expect(throws: StorageError.self) { try await stage.comment("Nice") }

        let error = await #expect(throws: RasterError.self) { try await stage.comment("Nice") }

        #expect(error?.code == .serviceUnavailable)
        #expect(try await stage.kept() == [])
        #expect(try await stage.texts() == [])
    }

    @Test func `what has never arrived is forgotten once that is certain`() async throws {
        let stage = try await NativeStage(settleTime: .seconds(60))
        stage.store.plan("add", .vanish)
        await #expect(throws: StorageError.self) { try await stage.comment("Nice") }
        stage.clock.advance(by: .seconds(61))

        try await stage.comment("Nice")

        #expect(try await stage.kept() == ["Nice"])
        #expect(try await stage.texts() == ["Nice"])
    }

    @Test(arguments: [ProcessSwitch.Moment.afterWrite(1), .beforeWrite(2)])
    func `a process that dies between the steps loses and doubles nothing`(
        moment: ProcessSwitch.Moment
    ) async throws {
        let stage = try await NativeStage(settleTime: .zero)
        stage.process.die(at: moment)
        await #expect(throws: (any Error).self) { try await stage.comment("Nice") }
        stage.clock.advance(by: .seconds(1))

        try await stage.comment("Nice", in: stage.restarted())

        #expect(try await stage.kept() == ["Nice"])
        #expect(try await stage.texts(in: stage.restarted()) == ["Nice"])
    }

    @Test func `its author changes and removes a comment in the backend too`() async throws {
        let stage = try await NativeStage()
        let id = try await stage.comment("Nice").id

        try await stage.edit(id, "Nicer")
        let changed = try await stage.kept()
        try await stage.remove(id)

        #expect(changed == ["Nicer"])
        #expect(try await stage.kept() == [])
        #expect(try await stage.texts() == [])
    }

    @Test func `nobody changes what was written in the backend, nor what another key wrote`() async throws {
        let stage = try await NativeStage()
        _ = try await stage.memory.add("From inside", to: stage.home.id)
        let foreign = try await stage.listed()[0].id
        let own = try await stage.comment("Nice").id

        for (id, key) in [(foreign, 1), (own, 2)] {
            let edit = await #expect(throws: RasterError.self) { try await stage.edit(id, "Mine", by: key) }
            let removal = await #expect(throws: RasterError.self) { try await stage.remove(id, by: key) }
            #expect(edit?.code == .forbidden && removal?.code == .forbidden)
        }
        #expect(try await stage.kept() == ["From inside", "Nice"])
    }

    @Test func `a change that the backend denies changes nothing`() async throws {
        let stage = try await NativeStage()
        let id = try await stage.comment("Nice").id
        stage.store.plan("edit", .refuse(TurningStore.denial))
        stage.store.plan("remove", .refuse(TurningStore.denial))

        let edit = await #expect(throws: StoreRefusal.self) { try await stage.edit(id, "Nicer") }
        let removal = await #expect(throws: StoreRefusal.self) { try await stage.remove(id) }

        #expect(edit?.shown.code == .forbidden && removal?.shown.code == .forbidden)
        #expect(try await stage.texts() == ["Nice"])
    }

    @Test func `removing what the backend has lost removes it`() async throws {
        let stage = try await NativeStage()
        let id = try await stage.comment("Nice").id
        stage.store.plan("remove", .lose)
        await #expect(throws: StorageError.self) { try await stage.remove(id) }

        try await stage.remove(id)

        #expect(try await stage.known() == [])
    }

    @Test func `changing what the backend has lost finds no comment`() async throws {
        let stage = try await NativeStage()
        let id = try await stage.comment("Nice").id
        let native = try await stage.memory.comments(on: stage.home.id)[0]
        try await stage.memory.remove(native.id, on: stage.home.id)
        stage.clock.advance(by: .seconds(61))

        let error = await #expect(throws: RasterError.self) { try await stage.edit(id, "Nicer") }

        #expect(error?.code == .resourceNotFound)
        #expect(try await stage.known() == [])
    }

    @Test func `a store without comments leaves them to the catalog`() async throws {
        let stage = try await NativeStage(abilities: [])

        let id = try await stage.comment("Nice").id
        try await stage.edit(id, "Nicer")

        #expect(try await stage.texts() == ["Nicer"])
        #expect(stage.store.calls == ["create"])
    }

    @Test func `an asset takes no comments from the trash`() async throws {
        let stage = try await NativeStage()
        let scope = try await stage.scope()
        _ = try await stage.truth.write { [gateway = stage.gateway, asset = stage.asset] in
            try await gateway.trash([asset], in: scope, $0)
        }

        let error = await #expect(throws: RasterError.self) { try await stage.comment("Nice") }

        #expect(error?.code == .resourceNotFound)
        #expect(try await stage.kept() == [])
    }

    @Test func `no more comments are taken over than are bearable`() {
        let natives = (0..<1500).map {
            NativeComment(id: NativeID("\($0)"), text: "\($0)", updated: .sample(Int64($0)), author: nil)
        }

        let merge = CommentComparison(natives: natives, settled: .sample()).merge(with: []) { "c" }

        #expect(merge.additions.map(\.native.id) == natives.prefix(1000).map(\.id))
    }
}
