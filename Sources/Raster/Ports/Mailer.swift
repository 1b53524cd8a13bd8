/// Sends mail.
public protocol Mailer: Sendable {
    /// Hands `message` to the mail server. It must not hold up a cooperative thread.
    ///
    /// Throws an error whose `retry` says whether another attempt makes sense, and whose `effect` whether the
    /// message may have gone out nevertheless.
    func send(_ message: MailMessage) async throws(StorageError)
}

/// A mail to one person.
public struct MailMessage: Hashable, Sendable {
    /// The address, as ``Rules/email(_:)`` takes them.
    public var recipient: String
    /// One line.
    public var subject: String
    /// Plain text, its lines ended by `\n`.
    public var text: String

    /// A message with these properties.
    public init(to recipient: String, subject: String, text: String) {
        self.recipient = recipient
        self.subject = subject
        self.text = text
    }
}
