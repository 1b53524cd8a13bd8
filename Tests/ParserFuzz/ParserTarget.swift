import TestSupport

/// A parser with what must hold of it.
protocol ParserTarget: Sendable {
    /// The value of `--parser`, and the folder of the corpus.
    var name: String { get }
    /// Pieces of text that mean something to the parser.
    var tokens: [String] { get }
    /// A valid input.
    func valid(_ random: inout SplitMix64) -> [UInt8]
    /// What is wrong with the parser's answer to any `input`; `nil` where all is as it must be.
    func fault(_ input: [UInt8], _ random: inout SplitMix64) -> String?
    /// Makes a value, writes it, parses that, and compares; the bytes and what is wrong, or `nil`.
    func roundTripFault(_ random: inout SplitMix64) -> (input: [UInt8], fault: String)?
}

/// Every parser there is.
let allTargets: [any ParserTarget] = [
    MultipartTarget(), RangeTarget(), QueryTarget(), JSONTarget(), DateTarget(), RequestTargetTarget(),
]
