import HTTPCore

/// One thing that `doctor` looked at.
struct Finding: Sendable, Equatable {
    /// How it stands.
    enum State: String, Sendable {
        /// As it should be.
        case ok
        /// Worth knowing; nothing is broken.
        case warning
        /// Wrong: the exit code is 1.
        case problem
    }

    /// What was looked at, in a word or two.
    let check: String
    /// How it stands.
    let state: State
    /// What was seen.
    let message: String
    /// What to do about it, unless all is well.
    let remedy: String?

    /// All is well.
    static func ok(_ check: String, _ message: String) -> Finding {
        Finding(check: check, state: .ok, message: message, remedy: nil)
    }

    /// Worth knowing.
    static func warning(_ check: String, _ message: String, remedy: String) -> Finding {
        Finding(check: check, state: .warning, message: message, remedy: remedy)
    }

    /// Wrong.
    static func problem(_ check: String, _ message: String, remedy: String) -> Finding {
        Finding(check: check, state: .problem, message: message, remedy: remedy)
    }

    /// For programs.
    var json: JSONValue {
        .members([
            "check": .string(check), "state": .string(state.rawValue), "message": .string(message),
            "remedy": .text(remedy),
        ])
    }

    /// For people.
    var lines: [String] {
        let first = "\(Self.marks[state] ?? "") \(check): \(message)"
        return remedy.map { [first, "        → \($0)"] } ?? [first]
    }

    private static let marks: [State: String] = [.ok: "ok     ", .warning: "warning", .problem: "PROBLEM"]
}
