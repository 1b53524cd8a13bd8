import Raster
import Testing

@Suite struct GrantTests {
    @Test func `of two grants the greater counts`() {
        let grants = Grants(all: .read, libraries: ["a": .write])

        #expect(grants.access(to: "a") == .write && grants.access(to: "b") == .read)
        #expect(Grants(all: .write, libraries: ["a": .read]).access(to: "a") == .write)
    }

    @Test func `without a grant nothing is in reach`() {
        #expect(Grants(libraries: ["a": .read]).access(to: "b") == nil)
    }

    @Test(arguments: [
        (Grants(), false), (Grants(all: .read), false), (Grants(all: .write), true),
        (Grants(libraries: ["a": .read]), false), (Grants(all: .read, libraries: ["a": .write]), true),
    ])
    func `some library can be written or none`(grants: Grants, canWrite: Bool) {
        #expect(grants.canWriteSomewhere == canWrite)
    }
}

@Suite struct ValueTests {
    @Test func `times are moved by whole milliseconds`() {
        let moment = Timestamp(milliseconds: 1000)

        #expect(moment + .microseconds(1999) == Timestamp(milliseconds: 1001))
        #expect(moment - .seconds(2) == Timestamp(milliseconds: -1000))
        #expect(moment + .days(30) == Timestamp(milliseconds: 1000 + 2_592_000_000))
    }

    @Test(arguments: [(1, 50, 0), (2, 50, 50), (Int.max, 500, Int.max), (Int.max, 1, Int.max - 1)])
    func `an offset never overflows`(number: Int, size: Int, offset: Int) {
        #expect(PageRequest(number: number, size: size).offset == offset)
    }

    @Test func `identifiers are equal where their bytes are`() {
        let (composed, decomposed) = (NativeID("\u{E9}"), NativeID("e\u{301}"))

        #expect(composed != decomposed && composed == NativeID("\u{E9}"))
        #expect(Set([composed, decomposed, composed]).count == 2)
        #expect([composed: 1, decomposed: 2][decomposed] == 2)
    }

    @Test func `identifiers are ordered by bytes`() {
        #expect(LibraryID("Z") < "a" && LibraryID("z") < "\u{E9}")
    }

    @Test func `only images are photos`() {
        let types = ["image/png", "image/svg+xml", "imagery/x", "video/mp4", "application/pdf"]
        let photos = types.map { type in
            Asset(
                id: "a", organization: "o", library: "l", name: "n", filename: "f", contentType: type,
                size: 0,
                digest: nil, created: Timestamp(milliseconds: 0), updated: Timestamp(milliseconds: 0),
                home: NativeReference("disk", "x")
            ).isPhoto
        }

        #expect(photos == [true, true, false, false, false])
    }

    @Test func `an error keeps what is closest to the fault and says it in one line`() {
        let error = StorageError(.notFound, "no such file")
            .during("stat", in: "disk").during("open", in: "other").with("id", 42)

        #expect(error.description == "notFound during stat in disk (id: 42): no such file")
    }

    @Test func `what is thrown below is wrapped by what it amounts to`() {
        #expect(StorageError(wrapping: CancellationError()).kind == .cancelled)
        #expect(StorageError(wrapping: StorageError(.denied, "no")).kind == .denied)
        #expect(StorageError(wrapping: RasterError(.forbidden, "no")).kind == .internal)
    }
}
