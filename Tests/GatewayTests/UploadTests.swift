import AdapterKit
import Bytes
import Raster
import RasterCatalog
import TestSupport
import Testing

@testable import Gateway

@Suite struct UploadTests {
    @Test func `an upload is in the store, in the catalog and nowhere else`() async throws {
        let stage = try await Stage()

        let ids = try await stage.upload("one", "two")

        #expect(try await stage.live() == ids.sorted() && stage.stored == ids.sorted())
        #expect(stage.memory.contents[ids[1]] == Array("two".utf8))
        #expect(try await stage.intents() == [])
        #expect(stage.spooled == [])
    }

    @Test(arguments: 1...5)
    func `where one create fails nothing stays`(number: Int) async throws {
        let stage = try await Stage()
        stage.store.failCreate(number)

        await #expect(throws: StorageError.self) { try await stage.upload("1", "2", "3", "4", "5") }

        #expect(stage.stored == [] && stage.spooled == [])
        #expect(try await stage.live() == [])
        #expect(try await stage.intents() == [])
    }

    @Test func `where the journal cannot be written nothing is sent`() async throws {
        let stage = try await Stage()
        stage.process.failWrite(1)

        await #expect(throws: StorageError.self) { try await stage.upload("1", "2") }

        #expect(stage.stored == [])
        #expect(try await stage.live() == [])
        #expect(try await stage.intents() == [])
    }

    @Test func `where the commit fails the store is cleared`() async throws {
        let stage = try await Stage()
        stage.process.failWrite(2)

        await #expect(throws: StorageError.self) { try await stage.upload("1", "2", "3") }

        #expect(stage.stored == [])
        #expect(try await stage.live() == [])
        #expect(try await stage.intents() == [])
    }

    @Test func `no write goes below the floor of free space`() async throws {
        let folder = try Folder()
        let spool = try SpoolFile(in: folder.path, name: "a", minimumFree: 98) { _ in 100 }
        try spool.write([1, 2], at: 0)

        let error = #expect(throws: StorageError.self) { try spool.write([3, 4, 5], at: 2) }

        #expect(error?.kind == .insufficientStorage)
    }

    @Test func `a spool folder that was removed under the running server is made again`() async throws {
        let stage = try await Stage()
        removeTree(stage.folder.path + "/spool")

        let ids = try await stage.upload("one")

        #expect(try await stage.live() == ids)
    }

    @Test func `a library that went away meanwhile takes nothing`() async throws {
        let stage = try await Stage()
        let upload = try Upload(stage.gateway, try await stage.scope())
        try upload.beginFile("a.txt", declaredType: nil)
        try upload.endFile()
        let key = try await stage.scope().library.key
        try await stage.truth.write { try await $0.remove(key) }

        await #expect(throws: Gateway.unreachable) {
            try await upload.finish(nil, request: []) { _ in Answer(200, []) }
        }

        #expect(stage.stored == [])
        #expect(try await stage.intents() == [])
    }

    @Test func `what cannot be cleared now is cleared later`() async throws {
        let stage = try await Stage()
        stage.process.failWrite(2)
        stage.memory.fail(.find, with: StorageError(.unavailable, "down"))
        await #expect(throws: StorageError.self) { try await stage.upload("1") }
        let left = try await stage.intents()

        let recovery = try await stage.gateway.recover()

        #expect(left.map(\.state) == [.unknown])
        #expect(recovery.resolved == 1 && recovery.open == 0)
        #expect(stage.stored == [])
        #expect(try await stage.intents() == [])
    }

    @Test func `an upload that is given up leaves no spool`() async throws {
        let stage = try await Stage()
        do {
            let upload = try Upload(stage.gateway, try await stage.scope())
            try upload.beginFile("a.txt", declaredType: nil)
            try upload.append([1, 2, 3])
            #expect(stage.spooled.count == 1)
        }

        #expect(stage.spooled == [])
    }

    @Test func `a file too large is refused where it passes the limit`() async throws {
        let stage = try await Stage(settings: { $0.uploads.maximumFileBytes = 4 })
        let upload = try Upload(stage.gateway, try await stage.scope())
        try upload.beginFile("a.txt", declaredType: nil)
        try upload.append([1, 2, 3, 4])

        let refusal = #expect(throws: RasterError.self) { try upload.append([5]) }

        #expect(refusal?.code == .payloadTooLarge)
    }

    @Test func `a small disk keeps a fiftieth free, a large one 256 MiB, and any what was configured`() throws
    {
        var uploads = GatewaySettings.Uploads(spoolFolder: "/")
        let total = try #require(DiskSpace.totalBytes(at: "/"))

        #expect(uploads.floor(of: "/") == min(256 << 20, total / 50))
        #expect(uploads.floor(of: "/no/such/folder") == 0)
        uploads.minimumFreeBytes = 7
        #expect(uploads.floor(of: "/") == 7)
    }

    @Test func `a disk below its floor takes nothing`() async throws {
        let stage = try await Stage(settings: { $0.uploads.minimumFreeBytes = .max })
        let upload = try Upload(stage.gateway, try await stage.scope())

        let failure = #expect(throws: StorageError.self) { try upload.beginFile("a", declaredType: nil) }

        #expect(failure?.kind == .insufficientStorage)
        #expect(stage.spooled == [])
    }

    @Test func `names that differ only in composition are two files`() async throws {
        let stage = try await Stage()
        let upload = try Upload(stage.gateway, try await stage.scope())
        for name in ["caf\u{E9}.txt", "cafe\u{301}.txt"] {
            try upload.beginFile(name, declaredType: nil)
            try upload.endFile()
        }

        _ = try await upload.finish(nil, request: []) { _ in Answer(200, []) }

        #expect(stage.stored.count == 2)
    }

    @Test func `64 uploads at once are all kept and leave a clean spool`() async throws {
        let stage = try await Stage()

        let ids = try await withThrowingTaskGroup(of: [AssetID].self) { group in
            for number in 0..<64 { group.addTask { try await stage.upload("file \(number)") } }
            return try await group.reduce(into: []) { $0 += $1 }
        }

        #expect(Set(ids).count == 64 && stage.stored == ids.sorted())
        #expect(stage.spooled == [])
        #expect(try await stage.intents() == [])
    }
}
