import Glibc
import TestSupport

/// A pipe that a program's standard error goes to, so that a test can wait for what it says.
final class ErrorPipe {
    private let descriptor: Int32
    private var text: [UInt8] = []

    /// A pipe at `path`, made before the program opens it.
    init(at path: String) throws {
        guard mkfifo(path, 0o600) == 0 else { throw Child.Failure(call: "mkfifo", code: errno) }
        // Opened without waiting for a writer, and read with waiting.
        descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw Child.Failure(call: "open", code: errno) }
        _ = fcntl(descriptor, F_SETFL, 0)
    }

    deinit { close(descriptor) }

    /// Returns when the program has said `part`; `false` where it ended before.
    func wait(for part: String) -> Bool {
        var chunk = [UInt8](repeating: 0, count: 4096)
        while !String(decoding: text, as: UTF8.self).contains(part) {
            let count = read(descriptor, &chunk, chunk.count)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return false }
            text += chunk.prefix(count)
        }
        return true
    }
}
