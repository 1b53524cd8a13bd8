import Synchronization
import TestSupport

@testable import GatewayCommand

/// Keeps what a command prints.
final class MemoryConsole: Console {
    private let kept = Mutex<(result: [String], notes: [String])>(([], []))

    func output(_ line: String) { kept.withLock { $0.result.append(line) } }
    func note(_ line: String) { kept.withLock { $0.notes.append(line) } }

    /// Standard output.
    var result: String { kept.withLock { $0.result.joined(separator: "\n") } }
    /// Standard error.
    var notes: String { kept.withLock { $0.notes.joined(separator: "\n") } }
}

/// What a command came to.
struct Outcome {
    /// How it ended.
    let code: ExitCode
    /// Standard output.
    let text: String
    /// Standard error.
    let notes: String

    /// The last line of standard output.
    var lastLine: String { text.split(separator: "\n").last.map(String.init) ?? "" }
}

/// A data directory, and commands on it.
struct Workplace {
    /// Its path.
    let folder: String

    /// Runs a command in this process.
    @discardableResult
    func run(_ words: String...) async -> Outcome {
        await Workplace.run(words + ["--data", folder])
    }

    /// Runs a command line in this process.
    static func run(_ words: [String]) async -> Outcome {
        let console = MemoryConsole()
        let code = await Main.run(words, console: console)
        return Outcome(code: code, text: console.result, notes: console.notes)
    }
}

/// Runs `body` with a new data directory that holds the organization `acme` with the library `photos`.
func withAcme(_ body: (Workplace) async throws -> Void) async throws {
    try await withTemporaryFolder { folder in
        let data = Workplace(folder: "\(folder)/data")
        await data.run("org", "create", "acme", "--name", "Acme")
        await data.run("library", "create", "acme", "Photos")
        try await body(data)
    }
}
