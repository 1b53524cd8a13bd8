import Bytes
import Testing

@Suite struct ByteSearchTests {
    @Test func `the first of several matches is found`() {
        let haystack = Array("abcabc".utf8)

        let index = ByteSearch.index(of: Array("bc".utf8), in: haystack[...])

        #expect(index == 1)
    }

    @Test func `an index counts from the beginning of the array, not of the slice`() {
        let haystack = Array("abcabc".utf8)

        let index = ByteSearch.index(of: Array("bc".utf8), in: haystack[2...])

        #expect(index == 4)
    }

    @Test func `what reaches over the end is no match`() {
        let haystack = Array("abcab".utf8)

        #expect(ByteSearch.index(of: Array("bc".utf8), in: haystack[3...]) == nil)
        #expect(ByteSearch.index(of: Array("abcabc".utf8), in: haystack[...]) == nil)
        #expect(ByteSearch.index(of: Array("a".utf8), in: []) == nil)
    }

    @Test func `nothing is found at the beginning`() {
        #expect(ByteSearch.index(of: [], in: [1, 2]) == 0)
    }
}
