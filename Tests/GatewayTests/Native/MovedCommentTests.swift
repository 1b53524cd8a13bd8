import AdapterKit
import Bytes
import Raster
import RasterCatalog
import TestSupport
import Testing

@testable import Gateway

/// Comments of an asset that goes from one backend to another.
@Suite struct MovedCommentTests {
    @Test func `what people wrote in a backend stays when the asset leaves`() async throws {
        let stage = try await NativeStage()
        _ = try await stage.memory.add("From inside", to: stage.home.id)

        try await stage.gateway.takeComments(of: stage.asset, from: stage.home)
        try await stage.leave()

        #expect(try await stage.texts() == ["From inside"])
    }

    @Test func `an asset does not leave while a comment may still arrive`() async throws {
        let stage = try await NativeStage()
        stage.store.plan("add", .vanish)
        await #expect(throws: StorageError.self) { try await stage.comment("Nice") }

        let error = await #expect(throws: StorageError.self) {
            try await stage.gateway.takeComments(of: stage.asset, from: stage.home)
        }

        #expect(error?.kind == .unavailable && error?.retry != .never)
    }

    @Test func `comments of the catalog are given to the backend, each once`() async throws {
        let stage = try await NativeStage()
        try await stage.write("One", "Two")

        try await stage.gateway.giveComments(of: stage.asset, to: stage.home)
        try await stage.gateway.giveComments(of: stage.asset, to: stage.home)

        #expect(try await stage.kept() == ["One", "Two"])
        #expect(try await stage.known().map(\.native).contains(nil) == false)
        #expect(try await stage.texts() == ["One", "Two"])
    }

    @Test func `what was changed or removed between two attempts is so in the backend, too`() async throws {
        let stage = try await NativeStage()
        try await stage.write("One", "Two", "Three")
        try await stage.gateway.giveComments(of: stage.asset, to: stage.home)
        try await stage.truth.write { [asset = stage.asset] writer in
            _ = try await writer.edit("c0", on: asset, "Uno", at: .sample(5000))
            try await writer.remove("c1", on: asset, at: .sample(6000))
        }

        try await stage.gateway.giveComments(of: stage.asset, to: stage.home)

        #expect(try await stage.kept() == ["Uno", "Three"])
        #expect(try await stage.texts() == ["Uno", "Three"])
    }

    @Test func `a comment that was just written is not taken for a removed one`() async throws {
        let stage = try await NativeStage()
        let comment = try await stage.comment("One")
        let native = try #require(try await stage.known().first?.native)
        try await stage.memory.remove(native, on: stage.home.id)

        #expect(try await stage.listed().map(\.id) == [comment.id])
        stage.clock.advance(by: .seconds(61))

        #expect(try await stage.listed() == [])
    }

    @Test func `an asset with more comments than can be taken along stays`() async throws {
        let stage = try await NativeStage()
        for number in 0...Rules.knownComments {
            _ = try await stage.memory.add("\(number)", to: stage.home.id)
        }

        let error = await #expect(throws: StorageError.self) {
            try await stage.gateway.takeComments(of: stage.asset, from: stage.home)
        }

        #expect(error?.kind == .tooLarge)
    }

    @Test func `a gift without an answer is found by its text`() async throws {
        let stage = try await NativeStage()
        try await stage.write("One")
        stage.store.plan("add", .lose)

        await #expect(throws: StorageError.self) {
            try await stage.gateway.giveComments(of: stage.asset, to: stage.home)
        }
        try await stage.gateway.giveComments(of: stage.asset, to: stage.home)

        #expect(try await stage.kept() == ["One"])
        #expect(try await stage.listed().map(\.authorKey) == ["key1"])
    }

    @Test func `a gift that may still arrive is not repeated`() async throws {
        let stage = try await NativeStage()
        try await stage.write("One")
        stage.store.plan("add", .vanish)
        for _ in 0..<2 {
            await #expect(throws: StorageError.self) {
                try await stage.gateway.giveComments(of: stage.asset, to: stage.home)
            }
        }
        let early = try await stage.kept()
        stage.clock.advance(by: .seconds(61))

        try await stage.gateway.giveComments(of: stage.asset, to: stage.home)

        #expect(early == [])
        #expect(try await stage.kept() == ["One"])
    }

    @Test(arguments: 1...4)
    func `a process that dies while giving gives nothing twice`(write: Int) async throws {
        let stage = try await NativeStage(settleTime: .zero)
        try await stage.write("One", "Two")
        stage.process.die(at: .beforeWrite(write))
        await #expect(throws: (any Error).self) {
            try await stage.gateway.giveComments(of: stage.asset, to: stage.home)
        }

        try await stage.restarted().giveComments(of: stage.asset, to: stage.home)

        #expect(try await stage.kept().sorted() == ["One", "Two"])
    }

    @Test func `what the backend does not take stays with the catalog`() async throws {
        let stage = try await NativeStage()
        try await stage.write("One", "Two")
        stage.store.plan("add", .refuse(StorageError(.invalid, "too rude")))

        try await stage.gateway.giveComments(of: stage.asset, to: stage.home)

        #expect(try await stage.kept() == ["Two"])
        #expect(try await stage.texts() == ["One", "Two"])
    }

    @Test func `a backend that is down stops the gift`() async throws {
        let stage = try await NativeStage()
        try await stage.write("One")
        stage.store.plan("add", .refuse(StorageError(.unavailable, "down")))

        await #expect(throws: StorageError.self) {
            try await stage.gateway.giveComments(of: stage.asset, to: stage.home)
        }
        try await stage.gateway.giveComments(of: stage.asset, to: stage.home)

        #expect(try await stage.kept() == ["One"])
    }
}

extension NativeStage {
    /// Points the asset at another store, which keeps no comments.
    fileprivate func leave() async throws {
        try await truth.write { [asset, home] in
            try await $0.move(asset, from: home, to: NativeReference("shelf", "1"), place: nil)
        }
    }

    /// Writes comments that only the catalog has, one a second.
    fileprivate func write(_ texts: String...) async throws {
        for (number, text) in texts.enumerated() {
            let comment = Raster.Comment.sample(
                CommentID("c\(number)"), text, created: .sample(Int64(number) * 1000))
            try await truth.write { [asset] in try await $0.insert(comment, on: asset) }
        }
    }
}
