import Dispatch

/// Hands mails to one server, one after the other, on a thread of its own.
public final class SMTPClient: Sendable {
    private let settings: SMTPSettings
    private let queue = DispatchQueue(label: "smtp")

    /// A client of the server that `settings` name.
    public init(_ settings: SMTPSettings) { self.settings = settings }

    /// Hands `message` over, a whole internet message with lines ended by CR LF; returns once the server has taken it.
    ///
    /// A cancelled task breaks off within a second or so.
    public func send(_ message: [UInt8], from sender: String, to recipient: String) async throws(SMTPError) {
        try await converse(SMTPTransfer(message)) { [settings] (transfer) throws(SMTPError) in
            try transfer.send(from: sender, to: recipient, settings)
        }
    }

    /// Looks whether the server answers, with TLS and login as configured; sends nothing.
    public func probe() async throws(SMTPError) {
        try await converse(SMTPTransfer()) { [settings] (transfer) throws(SMTPError) in
            try transfer.probe(settings)
        }
    }

    private func converse(
        _ transfer: SMTPTransfer, _ body: @escaping @Sendable (SMTPTransfer) throws(SMTPError) -> Void
    ) async throws(SMTPError) {
        let failure = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                queue.async {
                    do throws(SMTPError) {
                        try body(transfer)
                        continuation.resume(returning: nil as SMTPError?)
                    } catch {
                        continuation.resume(returning: error)
                    }
                }
            }
        } onCancel: {
            transfer.cancel()
        }
        if let failure { throw failure }
    }
}
