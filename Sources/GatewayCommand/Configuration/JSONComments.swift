/// JSON with `//` and `/* */` comments, as people write configuration.
struct JSONComments {
    private enum State { case plain, string, escape, line, block }

    /// The text with every comment and a byte order mark replaced by blanks: offsets and lines stay as they are.
    private(set) var blanked: [UInt8]
    /// Where a comment begins that is never closed.
    private(set) var openComment: Int?

    /// Looks through `bytes`.
    init(_ bytes: [UInt8]) {
        blanked = bytes
        if bytes.starts(with: Self.byteOrderMark) {
            blanked.replaceSubrange(0..<3, with: [0x20, 0x20, 0x20])
        }
        var state = State.plain
        var index = 0
        while index < bytes.count {
            let pair = (bytes[index], index + 1 < bytes.count ? bytes[index + 1] : 0)
            let width = Self.step(&state, pair)
            if state == .block, width == 2 { openComment = index }
            if state == .line || state == .block || width == 2 { blank(index..<(index + width)) }
            index += width
        }
        if state != .block { openComment = nil }
    }

    private mutating func blank(_ range: Range<Int>) {
        for position in range where !Self.newlines.contains(blanked[position]) {
            blanked[position] = UInt8(ascii: " ")
        }
    }

    /// Goes past one byte, or past two that open or close a comment.
    private static func step(_ state: inout State, _ pair: (UInt8, UInt8)) -> Int {
        switch (state, pair.0) {
        case (.plain, UInt8(ascii: "\"")): state = .string
        case (.plain, slash) where pair.1 == slash: return enter(.line, &state)
        case (.plain, slash) where pair.1 == star: return enter(.block, &state)
        // A string ends with its line, so that one that is not closed hides no more than that.
        case (.string, UInt8(ascii: "\"")), (.string, 0x0A), (.string, 0x0D): state = .plain
        case (.string, UInt8(ascii: "\\")): state = .escape
        case (.escape, _): state = .string
        case (.line, 0x0A), (.line, 0x0D): state = .plain
        case (.block, star) where pair.1 == slash: return enter(.plain, &state)
        default: break
        }
        return 1
    }

    private static func enter(_ next: State, _ state: inout State) -> Int {
        state = next
        return 2
    }

    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
    private static let newlines: [UInt8] = [0x0A, 0x0D]
    private static let slash = UInt8(ascii: "/")
    private static let star = UInt8(ascii: "*")
}

/// The numbers of a text's lines, whether they end with LF, CRLF or CR.
struct LineNumbers {
    private let starts: [Int]

    /// The lines of `bytes`.
    init(_ bytes: [UInt8]) {
        var starts = [0]
        for (index, byte) in bytes.enumerated() {
            let isLoneReturn = byte == 0x0D && (index + 1 == bytes.count || bytes[index + 1] != 0x0A)
            if byte == 0x0A || isLoneReturn { starts.append(index + 1) }
        }
        self.starts = starts
    }

    /// The number, from 1, of the line that holds the byte at `offset`.
    subscript(offset: Int) -> Int {
        var low = 0
        var high = starts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= offset { low = middle } else { high = middle }
        }
        return low + 1
    }
}
