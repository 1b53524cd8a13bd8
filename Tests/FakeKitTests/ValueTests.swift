import Bytes
import FakeKit
import HTTPCore
import TestSupport
import Testing

@Suite struct ValueTests {
    @Test(arguments: 0..<40)
    func `Base64 is read back`(_ count: Int) {
        var random = SplitMix64(seed: UInt64(count))
        let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }

        #expect(Base64.decode(Base64.encode(bytes)) == bytes)
    }

    @Test func `Base64 is that of everyone`() {
        #expect(Base64.encode(Array(#"{"created_at"#.utf8)) == "eyJjcmVhdGVkX2F0")
        #expect(Base64.encode(Array("ab".utf8)) == "YWI=")
        #expect(Base64.decode("YWI") == nil)
        #expect(Base64.decode("Y-I=") == nil)
    }

    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("2026-01-15T10:30:00Z", 1_768_473_000_000),
        ("2024-02-29T23:59:59Z", 1_709_251_199_000),
    ])
    func `moments are written and read`(_ text: String, _ milliseconds: Int) {
        #expect(Moment.text(milliseconds: milliseconds) == text)
        #expect(Moment.milliseconds(text) == milliseconds)
    }

    @Test(arguments: [
        ("2026-01-15T10:30:00.792Z", 1_768_473_000_792), ("2026-01-15T10:30:00.007Z", 1_768_473_000_007),
        ("2026-01-15T10:30:00.000Z", 1_768_473_000_000), ("1969-12-31T23:59:59.999Z", -1),
    ])
    func `moments are written with milliseconds where they are wanted`(_ text: String, _ milliseconds: Int) {
        #expect(Moment.text(milliseconds: milliseconds, fraction: true) == text)
    }

    @Test func `a file that comes in is told by both digests, however it comes`() throws {
        let folder = try FakeFolder()
        let files = try FakeFiles(in: folder)
        let incoming = try files.receive()
        for piece in ["he", "", "llo"] { try incoming.append(Array(piece.utf8)) }

        let digests = try incoming.digests()

        #expect(digests == (try files.put(Array("hello".utf8), as: "a")))
        #expect(digests.md5 == "5d41402abc4b2a76b9719d911017c592")
        #expect(digests.sha256.hasPrefix("2cf24dba5fb0a30e"))
    }

    @Test(arguments: ["", "2026-01-15", "2026-01-15T10:30:00", "10:30:00Z", "x026-01-15T10:30:00Z"])
    func `what is no moment is not read as one`(_ text: String) {
        #expect(Moment.milliseconds(text) == nil)
    }

    @Test func `a sample picture is a PNG`() {
        let picture = SamplePicture.png(width: 2, height: 1, red: 255, green: 0, blue: 0)

        #expect(Array(picture.prefix(8)) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
        // The checksum of an empty IEND, as in every PNG.
        #expect(Array(picture.suffix(4)) == [0xAE, 0x42, 0x60, 0x82])
    }
}
