import HTTPCore

/// Where in a JSON text each member and element stands, by the names and indices on the way to it.
struct JSONPlaces {
    private enum Container {
        case object(String)
        case array(Int)

        var step: String {
            switch self {
            case .object(let name): name
            case .array(let index): String(index)
            }
        }
    }

    /// Offsets by path: those of a member's name, and of an element's first byte.
    ///
    /// More than one where an object has a name twice.
    private(set) var offsets: [[String]: [Int]] = [:]
    private var open: [Container] = []

    /// Looks through `bytes`, which must be JSON without comments.
    init(_ bytes: [UInt8]) {
        var index = 0
        var text = 0..<0
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "{"): begin(.object(""), at: index)
            case UInt8(ascii: "["): begin(.array(0), at: index)
            case UInt8(ascii: "}"), UInt8(ascii: "]"): open = open.dropLast()
            case UInt8(ascii: ","): advance()
            case UInt8(ascii: ":"): name(bytes[text], at: text.lowerBound)
            case UInt8(ascii: "\""):
                text = Self.string(in: bytes, from: index)
                note(index)
                index = text.upperBound - 1
            case 0x09, 0x0A, 0x0D, 0x20: break
            default: note(index)
            }
            index += 1
        }
    }

    /// Where the member at `path` stands; of several, the last, which counts.
    subscript(path: [String]) -> Int? { offsets[path]?.last }

    private mutating func begin(_ container: Container, at index: Int) {
        note(index)
        open.append(container)
    }

    private mutating func advance() {
        guard case .array(let index)? = open.last else { return }
        open[open.count - 1] = .array(index + 1)
    }

    private mutating func name(_ string: ArraySlice<UInt8>, at index: Int) {
        guard case .object? = open.last, case .string(let name)? = try? JSONValue(parsing: Array(string))
        else { return }
        open[open.count - 1] = .object(name)
        offsets[open.map(\.step), default: []].append(index)
    }

    /// Keeps the place of an element of an array, the first time that something of it is seen.
    private mutating func note(_ index: Int) {
        guard case .array? = open.last else { return }
        let path = open.map(\.step)
        if offsets[path] == nil { offsets[path] = [index] }
    }

    /// The string that begins at `start`, its quotes included.
    private static func string(in bytes: [UInt8], from start: Int) -> Range<Int> {
        var index = start + 1
        while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
            index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        return start..<min(index + 1, bytes.count)
    }
}
