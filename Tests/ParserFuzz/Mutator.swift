import TestSupport

/// Changes inputs a little, so that they are almost valid.
struct Mutator {
    private static let sizeLimit = 1_024

    let tokens: [[UInt8]]
    let corpus: [[UInt8]]

    /// `input` after one to six changes.
    func mutate(_ input: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
        var bytes = input
        for _ in 0...random.below(6) { change(&bytes, &random) }
        return Array(bytes.prefix(Self.sizeLimit))
    }

    private func change(_ bytes: inout [UInt8], _ random: inout SplitMix64) {
        let place = random.below(bytes.count + 1)
        switch random.below(8) {
        case 0: if place < bytes.count { bytes[place] ^= 1 << UInt8(random.below(8)) }
        case 1: if place < bytes.count { bytes[place] = random.pick([0, 10, 13, 34, 37, 45, 92, 128, 255]) }
        case 2: bytes.insert(UInt8(random.below(256)), at: place)
        case 3: bytes.removeSubrange(place..<(place + random.below(min(16, bytes.count - place + 1))))
        case 4: duplicate(&bytes, from: place, &random)
        case 5: splice(&bytes, at: place, &random)
        case 6: bytes.removeSubrange(place...)
        default: bytes.insert(contentsOf: random.pick(tokens), at: place)
        }
    }

    private func duplicate(_ bytes: inout [UInt8], from place: Int, _ random: inout SplitMix64) {
        let piece = bytes[place..<(place + random.below(min(64, bytes.count - place + 1)))]
        bytes.insert(contentsOf: Array(piece), at: random.below(bytes.count + 1))
    }

    private func splice(_ bytes: inout [UInt8], at place: Int, _ random: inout SplitMix64) {
        guard !corpus.isEmpty else { return }
        let other = random.pick(corpus)
        bytes.replaceSubrange(place..., with: other[random.below(other.count + 1)...])
    }
}
