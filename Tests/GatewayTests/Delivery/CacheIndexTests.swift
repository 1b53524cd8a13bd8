import Bytes
import TestSupport
import Testing

@testable import Gateway

@Suite struct CacheIndexTests {
    /// Keeps a file of `size` bytes; what had to go for it.
    private func keep(_ number: Int, _ size: Int, _ index: inout CacheIndex) -> [SHA256Digest]? {
        let gone = index.reserve(size)
        if gone != nil { _ = index.keep(.sample(number), size) }
        return gone
    }

    @Test func `what was used longest ago goes first`() {
        var index = CacheIndex(maximum: 300)
        for number in 1...3 { _ = keep(number, 100, &index) }
        _ = index.use(.sample(1))

        let first = keep(4, 100, &index)
        let second = keep(5, 150, &index)

        #expect(first == [.sample(2)] && second == [.sample(3), .sample(1)])
        #expect(index.bytes == 250 && index.count == 2)
    }

    @Test func `what is larger than everything has no room, and moves nothing`() {
        var index = CacheIndex(maximum: 300)
        _ = keep(1, 300, &index)

        let gone = index.reserve(301)

        #expect(gone == nil && index.bytes == 300)
    }

    @Test func `files in the making count too`() {
        var index = CacheIndex(maximum: 300)
        _ = index.reserve(200)
        let tooMuch = index.reserve(101)
        index.release(200)
        let enough = index.reserve(101)

        #expect(tooMuch == nil && enough == [])
    }

    @Test func `any order of deeds keeps the bound`() {
        for seed in 0..<200 {
            var generator = SplitMix64(seed: UInt64(seed))
            var index = CacheIndex(maximum: 1000)
            var sizes: [SHA256Digest: Int] = [:]
            for _ in 0..<200 {
                let number = Int.random(in: 1...40, using: &generator)
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: #expect(index.use(.sample(number)) == sizes[.sample(number)])
                case 1:
                    index.remove(.sample(number))
                    sizes[.sample(number)] = nil
                default:
                    let size = Int.random(in: 1...1100, using: &generator)
                    guard let gone = index.reserve(size) else { continue }
                    for digest in gone { sizes[digest] = nil }
                    if index.keep(.sample(number), size) { sizes[.sample(number)] = size }
                }
                #expect(index.bytes + index.reserved <= 1000 && index.reserved == 0)
                #expect(index.bytes == sizes.values.reduce(0, +) && index.count == sizes.count)
            }
        }
    }
}
