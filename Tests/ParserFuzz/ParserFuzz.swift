import Foundation
import TestSupport

/// Feeds parsers with seeded inputs and checks what must hold of their answers.
@main
struct ParserFuzz {
    /// An input that broke an invariant.
    private struct Finding {
        let index: Int
        let input: [UInt8]
        let fault: String
    }

    static func main() {
        guard let options = Options(Array(CommandLine.arguments.dropFirst())) else {
            print(Options.usage)
            exit(2)
        }
        for target in options.targets {
            guard let finding = run(target, options) else { continue }
            report(finding, of: target)
            exit(1)
        }
    }

    static func targets(named name: String) -> [any ParserTarget] {
        name == "all" ? allTargets : allTargets.filter { $0.name == name }
    }

    private static func run(_ target: any ParserTarget, _ options: Options) -> Finding? {
        let corpus = options.corpus.map { read("\($0)/\(target.name)") } ?? []
        let mutator = Mutator(tokens: target.tokens.map { Array($0.utf8) }, corpus: corpus)
        let start = ContinuousClock.now
        for index in 0..<options.count {
            var random = SplitMix64(seed: options.seed &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(index))
            if let finding = step(target, mutator, index, &random) { return finding }
        }
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        let rate = Int(Double(options.count) / max(seconds, 0.001))
        let summary = "\(options.count) inputs, seed \(options.seed), \(corpus.count) in the corpus"
        print("\(target.name): \(summary), \(Int(seconds)) s, \(rate) inputs/s, nothing broken")
        return nil
    }

    /// Every fourth input is a valid one that must read back; the others are changed ones.
    private static func step(
        _ target: any ParserTarget, _ mutator: Mutator, _ index: Int, _ random: inout SplitMix64
    ) -> Finding? {
        if index < mutator.corpus.count {
            return target.fault(mutator.corpus[index], &random).map {
                Finding(index: index, input: mutator.corpus[index], fault: $0)
            }
        }
        if index % 4 == 0 {
            return target.roundTripFault(&random).map {
                Finding(index: index, input: $0.input, fault: $0.fault)
            }
        }
        let isFromCorpus = !mutator.corpus.isEmpty && random.below(2) == 0
        let seed = isFromCorpus ? random.pick(mutator.corpus) : target.valid(&random)
        let input = mutator.mutate(seed, &random)
        return target.fault(input, &random).map { Finding(index: index, input: input, fault: $0) }
    }

    /// The files of a folder in the order of their names; none where there is no such folder.
    private static func read(_ folder: String) -> [[UInt8]] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.sorted().compactMap { contents("\(folder)/\($0)") }
    }

    /// The first 64 KiB of a file, read with the C library: Foundation leaks its buffer for an empty one.
    private static func contents(_ path: String) -> [UInt8]? {
        guard let file = fopen(path, "rb") else { return nil }
        defer { fclose(file) }
        return [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
            count = fread(buffer.baseAddress, 1, buffer.count, file)
        }
    }

    private static func report(_ finding: Finding, of target: any ParserTarget) {
        let path = "\(target.name)-\(finding.index).input"
        let isKept = FileManager.default.createFile(atPath: path, contents: Data(finding.input))
        let place = isKept ? "kept in \(path)" : "\(finding.input)"
        print("\(target.name): input \(finding.index), \(place): \(finding.fault)")
    }
}
