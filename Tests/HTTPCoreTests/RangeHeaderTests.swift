import Bytes
import HTTPCore
import Testing

@Suite struct RangeHeaderTests {
    @Test(arguments: [
        ("bytes=0-0", 0, 1), ("bytes=0-9", 0, 10), ("bytes=2-4", 2, 3), ("bytes=5-", 5, 5),
        ("bytes=-3", 7, 3),
        ("bytes=-100", 0, 10), ("bytes=9-100", 9, 1), ("BYTES=1-2", 1, 2), ("bytes= 1-2 ", 1, 2),
        ("bytes=0-99999999999999999999999", 0, 10), ("bytes=-99999999999999999999999", 0, 10),
    ])
    func `one range of ten bytes is found`(_ header: String, _ offset: Int, _ length: Int) {
        let range = ByteRange(offset: offset, length: length)

        #expect(RangeHeader.parse(header, size: 10) == .satisfiable(range))
    }

    @Test(arguments: ["bytes=10-", "bytes=10-10", "bytes=99999999999999999999999-", "bytes=-0"])
    func `a range outside of ten bytes is unsatisfiable`(_ header: String) {
        #expect(RangeHeader.parse(header, size: 10) == .unsatisfiable)
    }

    @Test(arguments: [
        "", "bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=1", "bytes=4-2", "bytes=1-2,4-5", "bytes=1-2,",
        "items=1-2", "bytes:1-2", "bytes =1-2", "bytes=1-2-3", "bytes=+1-2", "bytes=1 -2", "bytes=0x1-2",
        "=1-2",
        "bytes=--2", "bytes=١-٢",
    ])
    func `several ranges, other units and nonsense are ignored`(_ header: String) {
        #expect(RangeHeader.parse(header, size: 10) == .ignored)
    }

    @Test func `an empty representation has no part but its whole`() {
        #expect(RangeHeader.parse("bytes=0-", size: 0) == .unsatisfiable)
        #expect(RangeHeader.parse("bytes=0-5", size: 0) == .unsatisfiable)
        #expect(RangeHeader.parse("bytes=-5", size: 0) == .ignored)
    }

    @Test func `the answers name the range and the size`() {
        #expect(RangeHeader.contentRange(ByteRange(offset: 2, length: 3), size: 10) == "bytes 2-4/10")
        #expect(RangeHeader.unsatisfied(size: 10) == "bytes */10")
    }
}
