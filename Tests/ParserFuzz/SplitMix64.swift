/// Random numbers that a seed determines (Steele, Lea and Flood 2014).
///
/// As in `TestSupport`, which a program under the address sanitizer does without.
struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number from 0 to `bound`, without `bound`; 0 where that is 0.
    mutating func below(_ bound: Int) -> Int { bound <= 0 ? 0 : Int(next() % UInt64(bound)) }

    /// One of `choices`, which must not be empty.
    mutating func pick<Choice>(_ choices: [Choice]) -> Choice { choices[below(choices.count)] }

    /// `count` of `choices` in a row.
    mutating func text(_ choices: [String], upTo count: Int) -> String {
        (0..<below(count + 1)).map { _ in pick(choices) }.joined()
    }
}
