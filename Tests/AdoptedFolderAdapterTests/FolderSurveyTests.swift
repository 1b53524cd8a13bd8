import AdoptedFolderAdapter
import Bytes
import Glibc
import Raster
import TestSupport
import Testing

@Suite struct FolderSurveyTests {
    @Test func `files of every folder are met, whatever they are called`() async throws {
        try await FolderFixture.run { fixture in
            let paths = [
                "a.txt", "one/b.txt", "one/two/c.txt", "50% off.txt", "back\\slash.txt", "-rf", "new\nline",
                "quote\"'.txt", "Ünï🌅", "e\u{301}", "é", "A.TXT", String(repeating: "n", count: 255),
            ]
            for path in paths { try fixture.write(at: path) }

            let files = try fixture.survey().files

            #expect(files.count == paths.count)
            #expect(Set(files.map(\.id)).count == paths.count)
            for file in files { #expect(try await fixture.text(of: file.id) == "hello") }
        }
    }

    @Test func `a name that is no text has an id that leads back to it`() async throws {
        try await FolderFixture.run { fixture in
            let name: [UInt8] = [0x61, 0xFF, 0x25, 0xC3, 0x28]
            let path = Array(fixture.root.utf8) + [0x2F] + name + [0]
            close(Glibc.open(path.map { CChar(bitPattern: $0) }, O_CREAT, 0o644))

            let id = try #require(try fixture.survey().files.first?.id)

            #expect(id == "a%FF%25%C3(")
            #expect(fixture.adapter.names(of: id) == [name])
            #expect(try await fixture.adapter.stat(id).size == 0)
        }
    }

    @Test(arguments: ["a%", "a%4", "a%41", "%2e%2e", "a%2Fb", "a//b", "/a", "a/", ".hidden", "a/.b", "%c3"])
    func `an id has one spelling`(_ id: String) async throws {
        try await FolderFixture.run { fixture in
            let figures = try fixture.adapter.look(at: NativeID(id))

            #expect(figures == nil)
            #expect(fixture.adapter.names(of: NativeID(id)).isEmpty)
        }
    }

    @Test func `what is no visible file is passed over and counted`() async throws {
        try await FolderFixture.run { fixture in
            try fixture.write(at: "a.txt")
            try fixture.write(at: ".hidden")
            try fixture.write(at: ".git/config")
            try fixture.write(at: "own/catalog.sqlite")
            symlink("a.txt", fixture.root + "/link")
            symlink("/", fixture.root + "/loop")
            mkfifo(fixture.root + "/pipe", 0o644)

            let batch = try fixture.survey()

            #expect(batch.files.map(\.id) == ["a.txt"])
            #expect(batch.skipped == [.hidden: 2, .link: 2, .special: 1, .ownData: 1])
            #expect(batch.unreadable.isEmpty)
        }
    }

    @Test(arguments: [EACCES, EIO])
    func `a folder that cannot be opened is reported, and the rest is met`(_ code: Int32) async throws {
        try await FolderFixture.run { fixture in
            try fixture.write(at: "a/one.txt")
            try fixture.write(at: "b/two.txt")
            fixture.faults.fail("openFolder", "a", with: code)

            let batch = try fixture.survey()

            #expect(batch.files.map(\.id) == ["b/two.txt"])
            #expect(batch.unreadable.map(\.id) == ["a"])
        }
    }

    @Test func `a folder whose listing breaks off is reported`() async throws {
        try await FolderFixture.run { fixture in
            for name in ["a", "b", "c"] { try fixture.write(at: name) }
            fixture.faults.fail("readdir", "", with: EIO)

            let batch = try fixture.survey()

            #expect(batch.files.count == 1)
            #expect(batch.unreadable.map(\.id) == [""])
        }
    }

    @Test func `what goes away during the survey is not missed`() async throws {
        try await FolderFixture.run { fixture in
            try fixture.write(at: "a.txt")
            try fixture.write(at: "gone/b.txt")
            fixture.faults.fail("openFolder", "gone", with: ENOENT)
            fixture.faults.fail("status", "a.txt", with: ENOENT)

            let batch = try fixture.survey()

            #expect(batch.files.isEmpty && batch.unreadable.isEmpty)
        }
    }

    @Test func `folders too deep inside each other are reported`() async throws {
        try await FolderFixture.run { fixture in
            let path = String(repeating: "d/", count: 120)
            try fixture.write(at: path + "a.txt")

            let batch = try fixture.survey()

            #expect(batch.files.isEmpty)
            #expect(batch.unreadable.map(\.id) == [NativeID(path.prefix(199))])
        }
    }

    @Test func `names alone tell how many files there are`() async throws {
        try await FolderFixture.run { fixture in
            for number in 0..<20 { try fixture.write(at: "\(number % 3)/\(number)") }
            try fixture.write(at: ".hidden")

            let (all, none) = (try fixture.adapter.estimate { false }, try fixture.adapter.estimate { true })

            #expect(all == 20)
            #expect(none == 0)
        }
    }
}
