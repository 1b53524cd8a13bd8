public import Glibc
import Synchronization

/// A program that runs beside the tests; it is killed with this object.
public final class Child {
    /// Its process id.
    public let processID: pid_t
    private let output: Int32
    private var status: Int32?

    /// What a system call did not do.
    public struct Failure: Error {
        let call: String
        let code: Int32

        /// The failure of `call` with `code`.
        public init(call: String, code: Int32) {
            self.call = call
            self.code = code
        }
    }

    /// Pipes are made and programs started one after the other: in between, another program would inherit the
    /// writing end, and the pipe would not end with the program it belongs to.
    private static let starting = Mutex(())

    /// What is passed on of the environment: where programs are, and what sanitizers are told.
    private static let inherited = ["PATH", "ASAN_OPTIONS", "TSAN_OPTIONS"]

    /// Starts `program`; its standard error goes to the file `errors`.
    public init(_ program: String, _ arguments: [String], errors: String, variables: [String] = []) throws {
        (processID, output) = try Self.starting.withLock { _ in
            try Self.start(program, arguments, errors, variables)
        }
    }

    private static func start(
        _ program: String, _ arguments: [String], _ errors: String, _ variables: [String]
    ) throws -> (pid_t, Int32) {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw Failure(call: "pipe", code: errno) }
        defer { close(ends[1]) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        posix_spawn_file_actions_addopen(&actions, 2, errors, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        let path = inherited.compactMap { name in getenv(name).map { "\(name)=" + String(cString: $0) } }
        var words = ([program] + arguments).map { strdup($0) } + [nil]
        var environment = (path + variables).map { strdup($0) } + [nil]
        defer { (words + environment).forEach { free($0) } }
        var processID = pid_t()
        let code = posix_spawn(&processID, program, &actions, nil, &words, &environment)
        guard code == 0 else { throw Failure(call: "posix_spawn \(program)", code: code) }
        return (processID, ends[0])
    }

    deinit {
        if status == nil { kill(processID, SIGKILL) }
        wait()
        close(output)
    }

    /// Sends it a signal.
    public func send(_ signal: Int32) { kill(processID, signal) }

    /// The next line of its standard output; `nil` at the end.
    public func line() -> String? {
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while read(output, &byte, 1) == 1 {
            if byte == UInt8(ascii: "\n") { return String(decoding: line, as: UTF8.self) }
            line.append(byte)
        }
        return line.isEmpty ? nil : String(decoding: line, as: UTF8.self)
    }

    /// The rest of its standard output.
    public func rest() -> String {
        var lines: [String] = []
        while let line = line() { lines.append(line) }
        return lines.joined(separator: "\n")
    }

    /// Waits for its end: the exit code, or 128 and the signal that killed it.
    @discardableResult
    public func wait() -> Int32 {
        if let status { return status }
        var raw: Int32 = 0
        while waitpid(processID, &raw, 0) < 0 && errno == EINTR {}
        let code = raw & 0x7F == 0 ? (raw >> 8) & 0xFF : 128 + (raw & 0x7F)
        status = code
        return code
    }
}
