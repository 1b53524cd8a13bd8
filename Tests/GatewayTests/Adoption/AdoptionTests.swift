import Bytes
import Foundation
import Gateway
import Raster
import RasterCatalog
import Synchronization
import TestSupport
import Testing

@Suite struct AdoptionTests {
    @Test func `every file becomes an asset with the tags of its folders`() async throws {
        let stage = try await AdoptionStage()
        try stage.write("abc", at: "2024/summer/sea.png")
        try stage.write(at: "note.txt")

        let outcome = try await stage.scan()

        #expect(outcome.files == 2 && outcome.added.count == 2)
        let asset = try #require(try await stage.asset("2024/summer/sea.png"))
        #expect(asset.name == "sea" && asset.filename == "sea.png" && asset.size == 3)
        #expect(asset.tags == ["2024", "summer"] && asset.contentType == "image/png")
        #expect(asset.digest == nil && asset.uploadedBy == nil)
        #expect(try await stage.asset("note.txt")?.tags == [])
    }

    @Test func `an asset was made when its file was last changed, but never in the future`() async throws {
        let stage = try await AdoptionStage()
        let past = Date(timeIntervalSince1970: 1_000_000.5)
        for (path, date) in [("old.txt", past), ("new.txt", Date.distantFuture)] {
            try stage.write(at: path)
            try FileManager.default.setAttributes(
                [.modificationDate: date], ofItemAtPath: "\(stage.root)/\(path)")
        }

        try await stage.scan()

        #expect(try await stage.asset("old.txt")?.created == Timestamp(milliseconds: 1_000_000_500))
        #expect(try await stage.asset("new.txt")?.created == stage.clock.now())
    }

    @Test func `adopted bytes count in the library, and not as stored by the organization`() async throws {
        let stage = try await AdoptionStage()
        try stage.write("12345", at: "a.png")
        try stage.write("123", at: "b.txt")

        try await stage.scan()

        let library = try #require(try await stage.library())
        #expect(library.assetsCount == 2 && library.photosCount == 1)
        #expect(try await stage.storedBytes() == 0)
    }

    @Test func `uploads after an adoption come first, whatever the files' times`() async throws {
        let stage = try await AdoptionStage()
        try stage.write(at: "a.txt")
        try await stage.scan()
        let upload = Asset.sample("uploaded", created: stage.clock.now())

        let published = try await stage.truth.write { [photos = stage.photos] in
            try await $0.publish([NewAsset(upload, in: photos)])
        }

        #expect(published.first?.created == stage.clock.now())
    }

    @Test func `adopted assets are found by name and by folder`() async throws {
        let stage = try await AdoptionStage()
        try stage.write(at: "holiday/beach.png")
        try await stage.scan()

        for text in ["beach", "holiday"] {
            let query = SearchQuery(text: text, libraries: [stage.photos], page: .first)
            #expect(try await stage.truth.read { try await $0.search(query) }.found == 1)
        }
    }

    @Test func `folder names that break the rules of tags are mapped and reported once`() async throws {
        let stage = try await AdoptionStage()
        for folder in ["a,b", "index", " ", "Trash", String(repeating: "x", count: 120), "fine"] {
            try stage.write(at: "\(folder)/one.txt")
            try stage.write(at: "\(folder)/two.txt")
        }

        let mappings = try await stage.scan().mappings

        let expected = [
            "a,b": "a_b", "index": "index_", " ": nil, "Trash": "Trash_",
            String(repeating: "x", count: 120): String(repeating: "x", count: 100),
        ]
        #expect(Dictionary(uniqueKeysWithValues: mappings.examples.map { ($0.folder, $0.tag) }) == expected)
        #expect(mappings.count == 5)
        #expect(try await stage.asset("a,b/one.txt")?.tags == ["a_b"])
        #expect(try await stage.asset(" /one.txt")?.tags == [])
    }

    @Test func `folders that give the same tag give it once`() async throws {
        let stage = try await AdoptionStage()
        try stage.write(at: "a,b/a_b/a_b/c.txt")

        try await stage.scan()

        #expect(try await stage.asset("a,b/a_b/a_b/c.txt")?.tags == ["a_b"])
    }

    @Test func `a backslash is a character like any other`() async throws {
        let stage = try await AdoptionStage()
        try stage.write(at: "dir/a\\b.txt")

        try await stage.scan()

        #expect(try await stage.asset("dir/a\\b.txt")?.filename == "a\\b.txt")
    }

    @Test func `a plan says what a scan would do and changes nothing`() async throws {
        let stage = try await AdoptionStage()
        try stage.write(at: "a/b.txt")

        let plan = try await stage.gateway.planScan(stage.adoption)

        #expect(plan.added.examples == ["a/b.txt"])
        #expect(try await stage.assets().isEmpty)
        #expect(try await stage.current() == stage.adoption)
        #expect(try await stage.scan() == plan)
    }

    @Test func `progress comes to the number of files`() async throws {
        let stage = try await AdoptionStage()
        for number in 0..<30 { try stage.write(at: "\(number % 4)/\(number)") }
        let last = LastProgress()

        _ = try await stage.gateway.scan(stage.adoption, report: { last.set($0) })

        #expect(last.value == JobProgress(items: 30, itemsTotal: 30))
    }

    @Test func `a cancelled scan keeps what it has and goes on at the next time`() async throws {
        let stage = try await AdoptionStage()
        for number in 0..<1200 { try stage.write("", at: "\(number)") }
        let last = LastProgress()

        await #expect(throws: CancellationError.self) {
            try await stage.gateway.scan(
                stage.adoption, report: { last.set($0) }, isCancelled: { (last.value?.items ?? 0) >= 500 })
        }
        let kept = try await stage.library()?.assetsCount
        let outcome = try await stage.scan()

        #expect(kept == 500)
        #expect(outcome.added.count == 700 && outcome.missing.count == 0)
    }

    @Test(arguments: [1, 2, 3, 4])
    func `a scan that dies between two writes is completed by the next process`(_ number: Int) async throws {
        let stage = try await AdoptionStage()
        for file in 0..<1200 { try stage.write("", at: "\(file)") }
        stage.process.die(at: .beforeWrite(number))

        await #expect(throws: (any Error).self) { try await stage.scan() }
        let gateway = stage.restarted()
        _ = try await gateway.scan(try await stage.current())

        #expect(try await stage.library()?.assetsCount == 1200)
        #expect(try await gateway.planScan(try await stage.current()).hasChanges == false)
    }

    @Test func `one folder cannot be adopted twice by a library, nor one inside it or around it`()
        async throws
    {
        let stage = try await AdoptionStage()

        for path in [stage.root, stage.root + "/below", stage.folder.path] {
            let error = await #expect(throws: RasterError.self) {
                try await stage.truth.write { [gateway = stage.gateway, photos = stage.photos] in
                    try await gateway.adopt(path, into: photos, $0)
                }
            }
            #expect(error?.message.contains(stage.root) == true)
        }
        _ = try await stage.truth.write { [gateway = stage.gateway, stage] in
            try await gateway.adopt(stage.root, into: stage.drafts, $0)
        }
    }
}

/// What was reported last.
final class LastProgress: Sendable {
    private let held = Mutex<JobProgress?>(nil)
    var value: JobProgress? { held.withLock { $0 } }
    func set(_ progress: JobProgress) { held.withLock { $0 = progress } }
}
