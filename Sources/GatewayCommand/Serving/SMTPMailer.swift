import Curl
import Gateway
import Raster

/// Sends mail through the server that the configuration names.
struct SMTPMailer: Mailer {
    private let client: SMTPClient
    private let sender: String
    private let name: String?
    private let clock = SystemClock()
    private let identifiers = IdentifierSource(SystemRandom())

    /// A mailer after `mail`; `nil` where that names no server.
    init?(_ mail: Configuration.Mail) {
        guard let client = SMTPClient(mail), let sender = mail.from else { return nil }
        self.client = client
        self.sender = sender
        name = mail.fromName
    }

    func send(_ message: MailMessage) async throws(StorageError) {
        let mail = InternetMessage(
            from: sender, name: name, to: message.recipient, subject: message.subject, text: message.text,
            identifier: identifiers.identifier() + identifiers.identifier(),
            seconds: Int(clock.now().milliseconds / 1000))
        guard let mail else {
            throw StorageError(.invalid, "the address cannot stand in a mail", side: .client)
        }
        do throws(SMTPError) {
            try await client.send(mail.bytes, from: sender, to: message.recipient)
        } catch {
            throw StorageError(error).during("send")
        }
    }
}

extension SMTPClient {
    /// A client of the configured server; `nil` where there is none.
    convenience init?(_ mail: Configuration.Mail) {
        guard let host = mail.host else { return nil }
        var settings = SMTPSettings(
            host: host, port: UInt16(clamping: mail.port), security: mail.security, caFile: mail.caFile,
            timeout: mail.timeout)
        if let username = mail.username, let password = mail.password?.reveal(), !password.isEmpty {
            settings.login = SMTPSettings.Login(username: username, password: password)
        }
        self.init(settings)
    }
}

extension StorageError {
    /// What a failed conversation with a mail server amounts to: only what the server refused for good is the
    /// mail's own fault, the rest may be better tomorrow, or once an operator has looked.
    init(_ error: SMTPError) {
        let (kind, retry): (Kind, Retry) =
            switch error.kind {
            case .unreachable, .refusedForNow: (.unavailable, .allowed)
            case .timedOut: (.timedOut, .allowed)
            case .insecure: (.denied, .allowed)
            case .loginRefused: (.unauthenticated, .allowed)
            case .refused: (.denied, .never)
            case .cancelled: (.cancelled, .allowed)
            case .failed: (.internal, .allowed)
            }
        self.init(
            kind, error.description, retry: retry, effect: error.mayBeDelivered ? .unknown : .none)
    }
}
