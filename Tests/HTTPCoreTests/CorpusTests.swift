import Foundation
import HTTPCore
import Testing

/// Inputs that once mattered; the fuzzer begins with the same files.
@Suite struct CorpusTests {
    struct Input: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let bytes: [UInt8]

        var text: String { String(decoding: bytes, as: UTF8.self) }
        var isToBeAccepted: Bool { testDescription.hasPrefix("accept-") }
    }

    private static func inputs(_ parser: String) -> [Input] {
        let folder = Bundle.module.bundleURL.appendingPathComponent("Corpus/\(parser)").path
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.sorted().map { name in
            Input(
                testDescription: name,
                bytes: FileManager.default.contents(atPath: "\(folder)/\(name)").map(Array.init) ?? [])
        }
    }

    @Test(arguments: ["multipart": 28, "json": 33, "query": 15, "range": 19, "target": 12, "date": 8])
    func `the corpus is there`(_ parser: String, _ count: Int) {
        #expect(Self.inputs(parser).count >= count)
    }

    @Test(arguments: inputs("multipart"))
    func `a form is accepted or refused, however it is cut`(_ input: Input) {
        let whole = HTTPCoreTests.read(input.bytes)

        #expect(((try? whole.get()) != nil) == input.isToBeAccepted)
        #expect(HTTPCoreTests.read(input.bytes, size: 1) == whole)
    }

    @Test(arguments: inputs("json"))
    func `a JSON text is accepted or refused`(_ input: Input) {
        #expect(((try? JSONValue(parsing: input.bytes)) != nil) == input.isToBeAccepted)
    }

    @Test(arguments: inputs("query"))
    func `a query is accepted or refused`(_ input: Input) {
        #expect(((try? Query(input.text)) != nil) == input.isToBeAccepted)
    }
}
