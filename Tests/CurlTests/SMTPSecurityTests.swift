import Foundation
import TestSupport
import Testing

@testable import Curl

/// A server with a certificate of its own, and clients of it.
private struct SecureServer {
    let folder: Folder
    let server: MailServer
    var settings: SMTPSettings

    init(_ security: SMTPSettings.Security, _ options: String...) throws {
        folder = try Folder()
        let file = folder.path + "/certificate.pem"
        server = try MailServer(["--security", security.rawValue, "--certificate", file] + options)
        settings = SMTPSettings(
            host: "localhost", port: server.port, security: security, caFile: file, timeout: .seconds(20))
    }

    func failure() async -> SMTPError? {
        do throws(SMTPError) {
            try await SMTPClient(settings).send(
                Array("Subject: x\r\n\r\nx\r\n".utf8), from: "me@example.com", to: "ann@example.com")
            return nil
        } catch { return error }
    }

    func probe() async -> SMTPError? {
        do throws(SMTPError) {
            try await SMTPClient(settings).probe()
            return nil
        } catch { return error }
    }
}

@Suite struct SMTPSecurityTests {
    @Test(arguments: [SMTPSettings.Security.startTLS, .tls])
    func `a mail is protected on its way`(security: SMTPSettings.Security) async throws {
        let secure = try SecureServer(security)

        #expect(await secure.failure() == nil)
        #expect(try await secure.server.line().isProtected == true)
    }

    @Test(arguments: [SMTPSettings.Security.startTLS, .tls])
    func `a certificate that does not count is refused`(security: SMTPSettings.Security) async throws {
        var secure = try SecureServer(security)
        secure.settings.caFile = nil

        #expect(await secure.failure() == SMTPError(.insecure))
    }

    @Test func `a certificate of another host is refused`() async throws {
        var secure = try SecureServer(.startTLS)
        secure.settings.host = "127.0.0.1"

        #expect(await secure.failure() == SMTPError(.insecure))
    }

    @Test func `a file of certificates that is not there counts none`() async throws {
        var secure = try SecureServer(.startTLS)
        secure.settings.caFile = secure.folder.path + "/none.pem"

        #expect(await secure.failure()?.kind == .insecure)
    }

    @Test func `a server without TLS gets no mail where TLS is wanted`() async throws {
        let server = try MailServer("--login", "raster:open sesame")
        var secure = try SecureServer(.startTLS)
        secure.settings.port = server.port
        secure.settings.login = SMTPSettings.Login(username: "raster", password: "open sesame")

        #expect(await secure.failure() == SMTPError(.insecure))
    }

    @Test func `a login is told to a protected server`() async throws {
        var secure = try SecureServer(.startTLS, "--login", "raster:open sesame")
        secure.settings.login = SMTPSettings.Login(username: "raster", password: "open sesame")

        #expect(await secure.failure() == nil)
        #expect(try await secure.server.line().isKnown == true)
    }

    @Test(arguments: [nil, "wrong"])
    func `without the right login nothing is taken, and no error tells the password`(password: String?)
        async throws
    {
        var secure = try SecureServer(.startTLS, "--login", "raster:open sesame")
        secure.settings.login = password.map { SMTPSettings.Login(username: "raster", password: $0) }

        let failure = await secure.failure()

        #expect(failure == SMTPError(.loginRefused))
        #expect(!"\(String(describing: failure))".contains("wrong"))
    }

    @Test func `a look at the server goes as far as the login and sends nothing`() async throws {
        var secure = try SecureServer(.startTLS, "--login", "raster:open sesame")
        secure.settings.login = SMTPSettings.Login(username: "raster", password: "open sesame")
        let sound = await secure.probe()
        secure.settings.login?.password = "wrong"

        #expect(sound == nil)
        #expect(await secure.probe() == SMTPError(.loginRefused))
    }
}
