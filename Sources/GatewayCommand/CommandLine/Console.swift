import Synchronization

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
    /// How many characters a line has where remarks go to a terminal; `nil` where they go elsewhere.
    var width: Int? { get }
    /// Replaces the line that was drawn last, on a terminal; an empty one takes it away.
    func draw(_ line: String)
}

extension Console {
    /// No terminal.
    var width: Int? { nil }
    func draw(_ line: String) {}
}

/// Standard output for results, standard error for the rest.
struct StandardConsole: Console {
    /// Whether a drawn line stands where the next remark would go.
    private static let isDrawn = Atomic(false)

    func output(_ line: String) {
        clear()
        Self.write(line + "\n", to: 1)
    }

    func note(_ line: String) {
        clear()
        Self.write(line + "\n", to: 2)
    }

    var width: Int? {
        var size = winsize()
        guard isatty(2) == 1, ioctl(2, UInt(TIOCGWINSZ), &size) == 0 else { return nil }
        return size.ws_col > 0 ? Int(size.ws_col) : 80
    }

    func draw(_ line: String) {
        Self.isDrawn.store(!line.isEmpty, ordering: .relaxed)
        // To the first column, and away with what stands there.
        Self.write("\r\u{1B}[K" + line, to: 2)
    }

    private func clear() {
        if Self.isDrawn.load(ordering: .relaxed) { draw("") }
    }

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
