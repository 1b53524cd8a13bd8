import Foundation
import TestSupport
import Testing

@testable import Curl

@Suite struct SMTPClientTests {
    private let message = Array("Subject: Hello\r\n\r\nOne\r\n.two\r\n..\r\nthree\r\n".utf8)

    private func settings(_ server: MailServer, _ security: SMTPSettings.Security = .none) -> SMTPSettings {
        SMTPSettings(host: "localhost", port: server.port, security: security, timeout: .seconds(20))
    }

    /// What came of handing a mail to `recipient` over.
    private func failure(
        _ settings: SMTPSettings, to recipient: String = "ann@example.com", _ message: [UInt8]? = nil
    ) async -> SMTPError? {
        do throws(SMTPError) {
            try await SMTPClient(settings).send(
                message ?? self.message, from: "me@example.com", to: recipient)
            return nil
        } catch { return error }
    }

    @Test func `a mail arrives as it was, lines that begin with a dot too`() async throws {
        let server = try MailServer()

        #expect(await failure(settings(server)) == nil)

        let mail = try await server.line()
        #expect(mail.sender == "me@example.com" && mail.recipients == ["ann@example.com"])
        #expect(mail.text.map { Array($0.utf8) } == message)
        #expect(mail.isProtected == false && mail.isKnown == false)
    }

    @Test(arguments: [451, 421, 550, 553])
    func `a recipient may be refused for now or for good`(status: Int) async throws {
        let server = try MailServer()

        let failure = await failure(settings(server), to: "\(status)@example.com")

        #expect(failure?.kind == (status < 500 ? .refusedForNow(status) : .refused(status)))
        #expect(failure?.mayBeDelivered == false)
    }

    @Test(arguments: [(452, SMTPError.Kind.refusedForNow(452)), (554, .refused(554))])
    func `so may a message`(status: Int, kind: SMTPError.Kind) async throws {
        let server = try MailServer()

        let failure = await failure(settings(server), to: "data-\(status)@example.com")

        #expect(failure == SMTPError(kind))
    }

    @Test func `a connection that is lost in the middle of a message has delivered nothing`() async throws {
        let server = try MailServer()
        let message = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 25)

        let failure = await failure(settings(server), to: "close@example.com", message)

        #expect(failure == SMTPError(.unreachable))
    }

    @Test func `a connection that is lost behind the message leaves it open what became of that`()
        async throws
    {
        let server = try MailServer()

        let failure = await failure(settings(server), to: "lost@example.com")

        #expect(failure == SMTPError(.unreachable, mayBeDelivered: true))
    }

    @Test func `a server that hangs is given up`() async throws {
        let server = try MailServer()
        var settings = settings(server)
        settings.timeout = .seconds(1)

        let failure = await failure(settings, to: "hang@example.com")

        #expect(failure?.kind == .timedOut)
    }

    @Test(.timeLimit(.minutes(1))) func `a cancelled task breaks the conversation off`() async throws {
        let server = try MailServer()
        var patient = settings(server)
        patient.timeout = .seconds(3600)
        let settings = patient
        let task = Task { await failure(settings, to: "hang@example.com") }
        #expect(try await server.line().hanging == true)

        task.cancel()

        #expect(await task.value == SMTPError(.cancelled, mayBeDelivered: true))
    }

    @Test func `a task that is cancelled already says nothing`() async throws {
        let server = try MailServer()
        let settings = settings(server)

        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return await failure(settings)
        }

        #expect(await task.value == SMTPError(.cancelled))
    }

    @Test func `where nothing listens the server is unreachable`() async throws {
        let port = try MailServer().port

        let settings = SMTPSettings(host: "127.0.0.1", port: port, security: .none)

        #expect(await failure(settings) == SMTPError(.unreachable))
        #expect(
            await failure(SMTPSettings(host: "nowhere.invalid", port: 25, security: .none))?.kind
                == .unreachable)
    }
}
