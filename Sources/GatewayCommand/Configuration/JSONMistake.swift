import HTTPCore

/// Why a configuration is no JSON, said so that it can be mended.
struct JSONMistake {
    /// Where, in bytes from the beginning.
    let offset: Int
    /// What is wrong.
    let message: String
    /// What to do about it.
    let remedy: String
    /// The byte that makes sense of the text, in place of another one, where that is plain: so that what follows can be
    /// read, and all that is wrong with it be told at once.
    let mend: (offset: Int, byte: UInt8)?

    private init(_ offset: Int, _ message: String, _ remedy: String, mend: (Int, UInt8)? = nil) {
        self.offset = offset
        self.message = message
        self.remedy = remedy
        self.mend = mend
    }

    /// What is wrong with the bytes of a whole file before its grammar is looked at; `nil` for nothing.
    init?(_ bytes: [UInt8], _ comments: JSONComments) {
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            self.init(0, "the file is in UTF-16", "save it in UTF-8")
        } else if let offset = Self.invalidUTF8(bytes) {
            self.init(offset, "there is a byte that is not UTF-8", "save the file in UTF-8")
        } else if let offset = comments.openComment {
            self.init(offset, "the comment that begins here is never closed", "close it with */")
        } else if comments.blanked.allSatisfy({ $0 <= 0x20 }) {
            self.init(0, "the file has nothing in it", "write {} for the defaults")
        } else {
            return nil
        }
    }

    /// What `error` means in `bytes`, a text without comments.
    init(_ error: JSONError, in bytes: [UInt8]) {
        let before = JSONOutline(bytes, until: error.offset)
        switch error.kind {
        case .syntax where !before.endsInValue(bytes): self = Self.noValue(before.last ?? error.offset)
        case .syntax: self = Self.syntax(error.offset, bytes, before)
        case .end: self = Self.end(error.offset, before)
        case .trailing:
            self.init(
                error.offset, "something follows the last }", "leave it out, or see where a } is too many")
        case .depth:
            self.init(
                error.offset, "objects lie too deep in one another", "no key lies that deep: leave it out")
        case .control where [0x0A, 0x0D].contains(bytes[error.offset]):
            self = Self.unclosed(before.last ?? error.offset)
        case .control, .nul:
            self.init(
                error.offset, "there is a \(error.kind.rawValue)", "write it as an escape, or leave it out")
        case .surrogate, .encoding:
            self.init(error.offset, "there is \(error.kind.rawValue)", "write the character itself, in UTF-8")
        }
    }

    private static func end(_ offset: Int, _ before: JSONOutline) -> JSONMistake {
        if before.isInString { return unclosed(before.last ?? offset) }
        guard let (opening, byte) = before.open.last else {
            return JSONMistake(offset, "the file ends too early", "write {} for the defaults")
        }
        let name = byte == UInt8(ascii: "{") ? ("{", "}") : ("[", "]")
        return JSONMistake(opening, "the \(name.0) in this line is never closed", "close it with \(name.1)")
    }

    private static func unclosed(_ offset: Int) -> JSONMistake {
        JSONMistake(offset, "a string in this line is not closed", "put a \" at its end")
    }

    /// A comma that is not needed, at `offset`.
    private static func comma(_ offset: Int, _ message: String) -> JSONMistake {
        JSONMistake(offset, message, "leave the comma out", mend: (offset, UInt8(ascii: " ")))
    }

    private static func syntax(_ offset: Int, _ bytes: [UInt8], _ before: JSONOutline) -> JSONMistake {
        let character = String(decoding: [bytes[offset]], as: UTF8.self)
        let last = before.last ?? offset
        switch (before.position, character) {
        case (.item, "}"), (.item, "]"):
            return comma(last, "there is a comma before the \(character)")
        case (.item, ","), (.first, ","):
            return comma(offset, "there is a comma where a value should be")
        case (.value, ","):
            return JSONMistake(offset, "there is a comma where a value should be", "leave the comma out")
        case (_, "'"): return JSONMistake(offset, "texts stand in \"double quotes\"", "replace the quotes")
        case (_, "#"): return JSONMistake(offset, "comments begin with //", "write // instead of #")
        case (.colon, _): return JSONMistake(last, "a colon is missing after a key", "write \"key\": value")
        case (.comma, "}"), (.comma, "]"):
            return JSONMistake(
                offset, "there is a \(character) too many, or the wrong one", "see what it closes")
        case (.comma, _):
            // White space before what follows has room for it.
            let room = offset > 0 && bytes[offset - 1] <= 0x20 ? (offset - 1, UInt8(ascii: ",")) : nil
            return JSONMistake(last, "a comma is missing at the end", "write it after the value", mend: room)
        case (.first, _) where before.isInObject, (.item, _) where before.isInObject:
            return JSONMistake(offset, "a key in double quotes should be here", "write \"key\": value")
        default: return noValue(offset)
        }
    }

    private static func noValue(_ offset: Int) -> JSONMistake {
        JSONMistake(
            offset, "there is no value here that JSON knows",
            "write a text in double quotes, a plain number, true, false or null, in lower case")
    }

    private static func invalidUTF8(_ bytes: [UInt8]) -> Int? {
        guard String(validating: bytes, as: UTF8.self) == nil else { return nil }
        var decoder = UTF8()
        var rest = bytes.makeIterator()
        var offset = 0
        while case .scalarValue(let scalar) = decoder.decode(&rest) { offset += UTF8.width(scalar) }
        return offset
    }
}
