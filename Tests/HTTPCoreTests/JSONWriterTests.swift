import HTTPCore
import TestSupport
import Testing

@Suite struct JSONWriterTests {
    private func write(_ body: (inout JSONWriter) -> Void) -> String {
        var writer = JSONWriter()
        body(&writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    @Test func `commas and colons come by themselves`() {
        let text = write { writer in
            writer.object {
                $0.key("a")
                $0.int(1)
                $0.key("b")
                $0.array { array in
                    array.bool(true)
                    array.null()
                    array.object { _ in }
                    array.array { _ in }
                }
                $0.key(text: "c\"")
                $0.string("d")
            }
        }

        #expect(text == #"{"a":1,"b":[true,null,{},[]],"c\"":"d"}"#)
    }

    @Test func `absent values are null`() {
        let text = write { writer in
            writer.array {
                $0.string(nil)
                $0.int(nil)
                $0.double(nil)
                $0.bool(nil)
            }
        }

        #expect(text == "[null,null,null,null]")
    }

    @Test(arguments: [
        (0, "0"), (-1, "-1"), (1_234_567_890, "1234567890"), (.max, "\(Int.max)"), (.min, "\(Int.min)"),
    ])
    func `integers are written whole`(_ value: Int, _ text: String) {
        #expect(write { $0.int(value) } == text)
    }

    @Test(arguments: [
        (0.1, "0.1"), (1, "1.0"), (1e300, "1e+300"), (-2.5, "-2.5"), (.nan, "null"), (.infinity, "null"),
    ])
    func `doubles are written as short as they read back`(_ value: Double, _ text: String) {
        #expect(write { $0.double(value) } == text)
    }

    @Test func `only what must be is escaped`() {
        let text = write { $0.string("a/b\"\\\n\r\t\u{8}\u{C}\u{1}\u{1F}\u{7F}é😀\u{2028}<") }

        #expect(text == #""a/b\"\\\n\r\t\b\f\u0001\u001f"# + "\u{7F}é😀\u{2028}<\"")
    }

    @Test func `an escape is found at every place of a long text`() {
        for place in 0..<40 {
            for (special, escaped) in [("\"", #"\""#), ("\\", #"\\"#), ("\u{1F}", #"\u001f"#)] {
                let (before, after) = (
                    String(repeating: "é", count: place), String(repeating: " ", count: 20)
                )

                #expect(write { $0.string(before + special + after) } == "\"\(before)\(escaped)\(after)\"")
            }
        }
    }

    @Test(arguments: 0..<50 as Range<UInt64>)
    func `what is written reads back`(_ seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let scalars = (0..<200).compactMap { _ in
            Unicode.Scalar(UInt32.random(in: 1...0x2FFF, using: &random))
        }
        let text = String(String.UnicodeScalarView(scalars))

        let value = JSONValue.object(
            JSONObject([.init(text, .array([.string(text), .number(JSONNumber(7))]))]))

        #expect(try JSONValue(parsing: value.bytes) == value)
    }
}
