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
