import Dispatch
import Foundation

/// A real SMTP server that runs beside the tests; it ends with this object.
///
/// One test at a time reads what it says.
// @unchecked Sendable because `child` is only used by the one call of `line` that is under way.
public final class MailServer: @unchecked Sendable {
    /// Something that the server says: that it is there, that it hangs, or a mail.
    public struct Line: Decodable, Sendable {
        /// Where it listens; in the first line only.
        public var port: UInt16?
        /// Whether it holds a mail and does not answer.
        public var hanging: Bool?
        /// Who the mail came from.
        public var sender: String?
        /// Where it goes.
        public var recipients: [String]?
        /// The message.
        public var text: String?
        /// Whether it came over TLS.
        public var isProtected: Bool?
        /// Whether the sender gave the right username and password.
        public var isKnown: Bool?
    }

    /// The server ended, or was not understood.
    public struct Failure: Error {}

    /// Where it listens.
    public let port: UInt16
    private let child: Child

    /// Starts it and waits until it listens; `options` as `mail_server.py` has them.
    public convenience init(_ options: String...) throws { try self.init(options) }

    /// Starts it and waits until it listens.
    public init(_ options: [String]) throws {
        let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "MailServer/mail_server.py").path(percentEncoded: false)
        // The distribution's own, since another one in the path has not its packages.
        child = try Child("/usr/bin/python3", [script] + options, errors: "/dev/null")
        guard let port = try Self.line(child).port else { throw Failure() }
        self.port = port
    }

    /// The next thing that it says.
    ///
    /// Waited for on a thread of the system's, since what is waited for may need one of Swift's few.
    public func line() async throws -> Line {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async { [self] in
                continuation.resume(with: Result { try Self.line(child) })
            }
        }
    }

    private static func line(_ child: Child) throws -> Line {
        guard let line = child.line() else { throw Failure() }
        return try JSONDecoder().decode(Line.self, from: Data(line.utf8))
    }
}
