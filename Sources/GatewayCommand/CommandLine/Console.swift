#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Where a command's results and remarks go.
protocol Console: Sendable {
    /// Prints a line of the result, at once even into a pipe.
    func output(_ line: String)
    /// Prints a line for people beside the result: progress, warnings, complaints.
    func note(_ line: String)
    /// Whether a line of progress can be drawn over the one before.
    var isTerminal: Bool { get }
    /// Draws a line over the last one that was drawn; an empty one removes it.
    func draw(_ line: String)
}

extension Console {
    /// It cannot.
    var isTerminal: Bool { false }
    /// Draws nothing.
    func draw(_ line: String) {}
}

/// Standard output for results, standard error for the rest.
struct StandardConsole: Console {
    func output(_ line: String) { Self.write(line + "\n", to: 1) }

    func note(_ line: String) { Self.write(line + "\n", to: 2) }

    var isTerminal: Bool { isatty(2) != 0 }

    func draw(_ line: String) { Self.write("\r\u{1B}[K" + line, to: 2) }

    /// Without a buffer, so that a reader of a pipe sees the line now.
    ///
    /// A reader that went away is no fault.
    private static func write(_ text: String, to descriptor: Int32) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}

// Inside a type with a method `write` the function of that name is hidden.
private func systemWrite(_ descriptor: Int32, _ start: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, start, count)
}
