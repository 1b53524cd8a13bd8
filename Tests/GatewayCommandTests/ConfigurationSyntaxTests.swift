import Foundation
import Glibc
import TestSupport
import Testing

@testable import GatewayCommand

@Suite struct ConfigurationSyntaxTests {
    @Test(arguments: [
        ("", "1: the file has nothing in it"), (" // nothing\n", "1: the file has nothing in it"),
        ("{\n\"threads\": 1,\n\n}", "2: there is a comma before the }"),
        ("{\"trustedProxies\": [\n\"10.0.0.1\",]}", "2: there is a comma before the ]"),
        ("{\"threads\": 1,,\n\"insecure\": true}", "1: there is a comma where a value should be"),
        ("{\n\"threads\" 3}", "2: a colon is missing after a key"),
        ("{\"threads\": 3\n\"insecure\": true}", "1: a comma is missing at the end"),
        ("{\n/* a\n", "2: the comment that begins here is never closed"),
        ("{\"listen\": \"abc\n}", "1: a string in this line is not closed"),
        ("{\"listen\":\n\"abc", "2: a string in this line is not closed"),
        ("{\n\"trash\": {\n\"days\": 1\n}", "1: the { in this line is never closed"),
        ("{\"trustedProxies\": [", "1: the [ in this line is never closed"),
        ("{threads: 3}", "1: a key in double quotes should be here"),
        ("{'threads': 3}", "1: texts stand in \"double quotes\""),
        ("# a\n{}", "1: comments begin with //"),
        ("{\"insecure\": True}", "1: there is no value here that JSON knows"),
        ("{\"insecure\": tru, \"threads\": 1}", "1: there is no value here that JSON knows"),
        ("{\"threads\": 007}", "1: there is no value here that JSON knows"),
        ("{\"threads\": 1]", "1: there is a ] too many, or the wrong one"),
        ("{}\n}", "2: something follows the last }"), ("[]", "1: the file must be one object"),
        ("{\"listen\": \"a\tb\"}", "1: there is a control character in a string"),
    ])
    func `a mistake in the JSON is told with its line and in plain words`(_ text: String, _ expected: String)
    {
        let found = reading(text)

        #expect(found.complaints == ["gateway.json:\(expected)"])
        #expect(found.problems.allSatisfy { !$0.remedy.isEmpty })
    }

    @Test func `what is wrong beside a comma too many or too few is told at once`() {
        let text = "{\"threads\": 0,,\n\"trash\": {\"days\": 1,}\n\"listn\": 1 // x\n\"insecure\": 2,\n}"

        #expect(
            reading(text).complaints.map { $0.prefix(15) } == [
                "gateway.json:1:", "gateway.json:1:", "gateway.json:2:", "gateway.json:2:", "gateway.json:3:",
                "gateway.json:3:", "gateway.json:4:", "gateway.json:4:",
            ])
    }

    @Test(arguments: ["\n", "\r\n", "\r"])
    func `lines are counted whatever ends them`(_ end: String) {
        let text = ["\u{FEFF}{ // a", "/* b", "*/", "\"threads\": 0}"].joined(separator: end)

        #expect(reading(text).problems.compactMap { $0.origin.line } == [4])
    }

    @Test func `what is not UTF-8 is told with its line, even in a comment`() {
        let bytes = Array("{}\n// caf".utf8) + [0xE9, 0x0A]
        let latin = ConfigurationReading(parsing: bytes, path: "c")
        let wide = ConfigurationReading(parsing: [0xFF, 0xFE, 0x7B, 0, 0x7D, 0], path: "c")

        #expect(latin.complaints == ["c:2: there is a byte that is not UTF-8"])
        #expect(wide.complaints == ["c:1: the file is in UTF-16"])
    }

    @Test func `a file that cannot be read is told with the reason`() async throws {
        try await withTemporaryFolder { folder in
            try Data(count: 10_000_000).write(to: URL(filePath: "\(folder)/large"))
            let paths = ["\(folder)/none", folder, "\(folder)/large", "/dev/zero"]

            let found = paths.map { ConfigurationReading(file: $0, [:]).problems.map(\.message) }

            #expect(
                found == [
                    ["the file does not exist"], ["the file is a folder"],
                    ["the file is larger than 1024 KiB"], ["the file is larger than 1024 KiB"],
                ])
            #expect(SmallFile.failure(EACCES, "c").reason == "this user may not read")
        }
    }

    @Test func `of a file full of mistakes the first hundred are told`() {
        let text = (0..<10_000).map { "\"key\($0)\": 1" }.joined(separator: ",\n")

        let found = reading("{\n\(text)}").problems

        #expect(found.count == 100 && found.last?.origin.line == 101)
    }

    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func `whatever happens to a file, a refusal has a line and a remedy`(_ seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let example = Array(Configuration.example.utf8)
        for _ in 0..<50 {
            let found = ConfigurationReading(
                parsing: Self.mutated(example, &random), path: "c", surroundings: .nowhere)

            let wrong = found.problems + found.servingProblems
            #expect(wrong.isEmpty || wrong.contains { $0.origin.line != nil }, "\(seed): \(wrong)")
            #expect(wrong.allSatisfy { !$0.remedy.isEmpty }, "\(seed)")
        }
    }

    private static let pieces = [
        "{", "}", "[", "]", ",", ":", "\"", "//", "/*", "*/", "\n", "\r", "\0", "null", "1e9", "\\", "'",
        "\"a\"",
    ]

    /// `bytes` with one to three pieces put in, taken out or changed.
    private static func mutated(_ bytes: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0...2, using: &random) {
            case 0: bytes.removeSubrange(place..<min(bytes.count, place + 20))
            case 1: bytes[place] = UInt8.random(in: 0...255, using: &random)
            default:
                bytes.insert(
                    contentsOf: Array(pieces.randomElement(using: &random)?.utf8 ?? "".utf8), at: place)
            }
        }
        return bytes
    }
}
