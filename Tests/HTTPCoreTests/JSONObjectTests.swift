import HTTPCore
import Testing

@Suite struct JSONObjectTests {
    private let body: JSONObject

    init() throws {
        let text =
            #"{"text":"a","no":null,"n":2,"d":1.5,"flag":true,"ids":["a","b"],"mixed":["a",1],"o":{"x":1}}"#
        body = try JSONValue(parsing: Array(text.utf8)).asObject()
    }

    private func problem(_ read: () throws -> Any?) -> String? {
        do {
            _ = try read()
            return nil
        } catch { return String(describing: error) }
    }

    @Test func `members are read by their type`() throws {
        #expect(try body.string("text") == "a")
        #expect(try body.int("n") == 2)
        #expect(try body.double("d") == 1.5)
        #expect(try body.bool("flag"))
        #expect(try body.stringArray("ids") == ["a", "b"])
        #expect(try body.array("mixed").count == 2)
        #expect(try body.object("o").int("x") == 1)
    }

    @Test func `an optional member may be missing or null`() throws {
        #expect(try body.optionalString("none") == nil)
        #expect(try body.optionalString("no") == nil)
        #expect(try body.optionalStringArray("none") == nil)
        #expect(try body.optionalInt("n") == 2)
        #expect(body["no"] == .null)
        #expect(body["none"] == nil)
    }

    @Test func `a member of another type is named with what it must be`() {
        #expect(problem { try body.string("n") } == "n must be a string")
        #expect(problem { try body.optionalString("n") } == "n must be a string")
        #expect(problem { try body.int("d") } == "d must be an integer")
        #expect(problem { try body.bool("text") } == "text must be true or false")
        #expect(problem { try body.stringArray("text") } == "text must be an array of strings")
        #expect(problem { try body.stringArray("mixed") } == "mixed[1] must be a string")
        #expect(problem { try body.object("ids") } == "ids must be an object")
    }

    @Test func `missing and null are told apart`() {
        #expect(throws: JSONMemberError("none", .missing)) { try body.string("none") }
        #expect(throws: JSONMemberError("no", .null)) { try body.string("no") }
        #expect(problem { try body.string("none") } == "none is required")
        #expect(problem { try body.int("no") } == "no must not be null")
    }

    @Test func `a body that is no object says so`() throws {
        let value = try JSONValue(parsing: Array("[]".utf8))

        #expect(problem { try value.asObject() } == "the body must be an object")
    }
}
