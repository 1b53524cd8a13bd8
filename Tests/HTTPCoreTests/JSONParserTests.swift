import HTTPCore
import Testing

@Suite struct JSONParserTests {
    private func parse(_ text: String) throws -> JSONValue { try JSONValue(parsing: Array(text.utf8)) }

    private func error(_ bytes: [UInt8]) -> JSONError? {
        do {
            _ = try JSONValue(parsing: bytes)
            return nil
        } catch { return error }
    }

    private func error(_ text: String) -> JSONError? { error(Array(text.utf8)) }

    @Test func `every kind of value is read`() throws {
        let value = try parse(#" { "a" : [ null , true , false , -1.5e3 , "x" , { } , [ ] ] } "#)

        let elements: [JSONValue] = [
            .null, .bool(true), .bool(false), try parse("-1.5e3"), .string("x"), .object(JSONObject([])),
            .array([]),
        ]
        #expect(value == .object(JSONObject([.init("a", .array(elements))])))
    }

    @Test(arguments: [
        (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""\u00e9\u20AC""#, "é€"),
        (#""\ud83d\uDE00!""#, "😀!"),
        (#""a\nb""#, "a\nb"), (#""é😀\u007f""#, "é😀\u{7F}"), (#""""#, ""),
    ])
    func `the escapes of strings are resolved`(_ text: String, _ string: String) throws {
        #expect(try parse(text) == .string(string))
    }

    @Test func `the last of equal names counts, in the place of the first`() throws {
        let object = try parse(#"{"a":1,"b":2,"a":3}"#).asObject()

        #expect(object.members.map(\.name) == ["a", "b"])
        #expect(try object.int("a") == 3)
    }

    @Test(arguments: [
        ("0", 0), ("-0", 0), ("12", 12), ("1.0", 1), ("1e2", 100), ("9223372036854775807", Int.max),
        ("1.5", nil),
        ("9223372036854775808", nil), ("1e400", nil),
    ])
    func `a number is an integer where it is whole and fits`(_ text: String, _ int: Int?) throws {
        guard case .number(let number) = try parse(text) else { return }

        #expect(number.int == int)
        #expect(number.text == text)
    }

    @Test func `a number too large for a double has no value but its digits`() throws {
        #expect(try parse("1e400").bytes == Array("1e400".utf8))
        #expect(JSONNumber(3).double == 3)
        guard case .number(let number) = try parse("1e400") else { return }
        #expect(number.double == nil)
    }

    @Test(arguments: [
        ("", JSONError.Kind.end, 0), ("  ", .end, 2), ("{", .end, 1), ("[1", .end, 2), ("\"a", .end, 2),
        ("-", .end, 1),
        ("tru", .end, 3), ("1 2", .trailing, 2), ("{}x", .trailing, 2), ("01", .trailing, 1),
        ("[1,]", .syntax, 3),
        ("{,}", .syntax, 1), (#"{"a" 1}"#, .syntax, 5), ("{a:1}", .syntax, 1), ("nul!", .syntax, 3),
        ("+1", .syntax, 0),
        (".5", .syntax, 0), ("1.", .end, 2), ("1.e1", .syntax, 2), ("1e", .end, 2), ("1e+", .end, 3),
        ("NaN", .syntax, 0),
        ("'a'", .syntax, 0), (#""\x""#, .syntax, 2), (#""\u12G4""#, .syntax, 5), ("[1 2]", .syntax, 3),
        ("\u{FEFF}1", .syntax, 0),
        (#"{"a":1,}"#, .syntax, 7), ("/**/1", .syntax, 0), ("\u{A0}1", .syntax, 0),
    ])
    func `what is not JSON is refused where it goes wrong`(
        _ text: String, _ kind: JSONError.Kind, _ offset: Int
    ) {
        #expect(error(text) == JSONError(kind, at: offset))
    }

    @Test(arguments: [("\"a\0\"", 2), (#""a\u0000""#, 2), (#"{"\u0000":1}"#, 2)])
    func `a NUL in a string is refused by name`(_ text: String, _ offset: Int) {
        #expect(error(text) == JSONError(.nul, at: offset))
    }

    @Test func `a control character in a string is refused`() {
        #expect(error("\"a\nb\"") == JSONError(.control, at: 2))
        #expect(error("\"\u{1F}\"") == JSONError(.control, at: 1))
    }

    @Test(arguments: [#""\ud800""#, #""\udc00""#, #""\ud800\ud800""#, #""\ud800x""#, #""\ud800\n""#])
    func `half a pair of surrogates is refused`(_ text: String) {
        #expect(error(text) == JSONError(.surrogate, at: 1))
    }

    @Test(arguments: [
        (#""ASCII\u0000""#, "ASCII"), (#""\u0000""#, ""), (#""a\u0000\u0000b""#, "ab"),
        (#""\ud800""#, "\u{FFFD}"), (#""\udc00x""#, "\u{FFFD}x"), (#""\ud800\ud800""#, "\u{FFFD}\u{FFFD}"),
        (#""\ud800\u0041""#, "\u{FFFD}A"), (#""\ud800\n""#, "\u{FFFD}\n"),
        (#""\ud83d\ud83d\ude00""#, "\u{FFFD}😀"), (#""\ud800\u0000""#, "\u{FFFD}"),
    ])
    func `an escape that stands for no character can be replaced`(_ text: String, _ string: String) throws {
        #expect(try JSONValue(parsing: Array(text.utf8), badEscapes: .replaced) == .string(string))
    }

    @Test(arguments: [
        ("\"a\0\"", JSONError.Kind.nul), ("\"a\nb\"", .control), (#""\ud800\u12G4""#, .syntax),
        (#""\u00""#, .syntax), (#""\ud800\""#, .end),
    ])
    func `nothing else is taken because of that`(_ text: String, _ kind: JSONError.Kind) {
        let error = #expect(throws: JSONError.self) {
            _ = try JSONValue(parsing: Array(text.utf8), badEscapes: .replaced)
        }
        #expect(error?.kind == kind)
    }

    @Test(arguments: [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xE2, 0x82], [0xF4, 0x90, 0x80, 0x80]])
    func `a string that is not UTF-8 is refused`(_ bytes: [UInt8]) {
        #expect(error([0x22] + bytes + [0x22]) == JSONError(.encoding, at: 0))
    }

    @Test func `values lie 64 deep in one another and no deeper`() {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }

        #expect(error(nested(64)) == nil)
        #expect(error(nested(65)) == JSONError(.depth, at: 64))
        #expect(error(String(repeating: #"{"a":"#, count: 100_000))?.kind == .depth)
    }

    @Test func `many equal names cost no more than different ones`() throws {
        let text = "{" + (0..<20_000).map { "\"k\($0 % 10_000)\":\($0)" }.joined(separator: ",") + "}"

        let object = try parse(text).asObject()

        #expect(object.members.count == 10_000)
        #expect(try object.int("k1") == 10_001)
    }
}
