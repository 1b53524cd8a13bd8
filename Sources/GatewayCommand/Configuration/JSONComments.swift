/// JSON with `//` and `/* */` comments, as people write configuration.
enum JSONComments {
    private enum State { case plain, string, escape, line, block }

    /// `bytes` with every comment replaced by blanks: offsets and lines stay as they are.
    static func blanked(_ bytes: [UInt8]) -> [UInt8] {
        var result = bytes
        var state = State.plain
        var index = 0
        while index < bytes.count {
            let pair = (bytes[index], index + 1 < bytes.count ? bytes[index + 1] : 0)
            let width = step(&state, pair)
            if state == .line || state == .block || width == 2 {
                for position in index..<(index + width) where bytes[position] != newline {
                    result[position] = UInt8(ascii: " ")
                }
            }
            index += width
        }
        return result
    }

    /// Goes past one byte, or past two that open or close a comment.
    private static func step(_ state: inout State, _ pair: (UInt8, UInt8)) -> Int {
        switch (state, pair.0) {
        case (.plain, UInt8(ascii: "\"")): state = .string
        case (.plain, slash) where pair.1 == slash: return enter(.line, &state)
        case (.plain, slash) where pair.1 == star: return enter(.block, &state)
        case (.string, UInt8(ascii: "\\")): state = .escape
        case (.string, UInt8(ascii: "\"")): state = .plain
        case (.escape, _): state = .string
        case (.line, newline): state = .plain
        case (.block, star) where pair.1 == slash: return enter(.plain, &state)
        default: break
        }
        return 1
    }

    private static func enter(_ next: State, _ state: inout State) -> Int {
        state = next
        return 2
    }

    private static let newline = UInt8(ascii: "\n")
    private static let slash = UInt8(ascii: "/")
    private static let star = UInt8(ascii: "*")
}

/// In which line of a JSON text each member stands.
struct JSONLines {
    /// Line numbers from 1, by path; of members with one path the last counts.
    private(set) var lines: [String: Int] = [:]

    /// Looks through `bytes`, which must be JSON without comments.
    init(_ bytes: [UInt8]) {
        var path: [String] = []
        var text = ""
        var line = 1
        var index = 0
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\n"): line += 1
            case UInt8(ascii: "{"): path.append("")
            case UInt8(ascii: "}"): path = path.dropLast()
            case UInt8(ascii: "\""): text = Self.string(in: bytes, &index)
            case UInt8(ascii: ":"):
                path = path.dropLast() + [text]
                lines[path.joined(separator: ".")] = line
            default: break
            }
            index += 1
        }
    }

    /// The string that begins at `index`, its escapes as they stand; leaves `index` at its end.
    private static func string(in bytes: [UInt8], _ index: inout Int) -> String {
        let start = index + 1
        index = start
        while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
            index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        return String(decoding: bytes[start..<min(index, bytes.count)], as: UTF8.self)
    }
}
