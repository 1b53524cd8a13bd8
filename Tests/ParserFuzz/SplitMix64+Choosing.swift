import TestSupport

extension SplitMix64 {
    /// A number from 0 to `bound`, without `bound`; 0 where that is 0.
    mutating func below(_ bound: Int) -> Int { bound <= 0 ? 0 : Int(next() % UInt64(bound)) }

    /// One of `choices`, which must not be empty.
    mutating func pick<Choice>(_ choices: [Choice]) -> Choice { choices[below(choices.count)] }

    /// `count` of `choices` in a row.
    mutating func text(_ choices: [String], upTo count: Int) -> String {
        (0..<below(count + 1)).map { _ in pick(choices) }.joined()
    }
}
