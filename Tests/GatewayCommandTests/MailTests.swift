import Foundation
import HTTPCore
import TestSupport
import Testing

@testable import GatewayCommand

@Suite struct MailTests {
    /// A configuration file with these settings of `mail`, beside the data in a folder.
    private func write(_ mail: String, in folder: String) throws -> String {
        let file = "\(folder)/config.json"
        try "{\"mail\": {\(mail)}}".write(toFile: file, atomically: true, encoding: .utf8)
        return file
    }

    private func problems(_ mail: String) async throws -> String {
        try await withTemporaryFolder { folder in
            let outcome = await Workplace.run(["config", "check", "--config", try write(mail, in: folder)])
            return outcome.code == .done ? "" : outcome.text + outcome.notes
        }
    }

    @Test func `a claim link arrives by mail over TLS, and claims`() async throws {
        try await withTemporaryFolder { folder in
            let certificate = "\(folder)/certificate.pem"
            let mail = try MailServer(
                "--security", "starttls", "--login", "raster:open sesame", "--certificate", certificate)
            try "open sesame\n".write(toFile: "\(folder)/password", atomically: true, encoding: .utf8)
            let file = try write(
                """
                "host": "localhost", "port": \(mail.port), "from": "raster@example.com", "username": "raster",
                "password": {"file": "password"}, "caFile": "certificate.pem"
                """, in: folder)
            let server = try RunningServer("\(folder)/data", "--config", file)
            let made = try server.request(
                "POST", "/libraries", key: "none", body: #"{"email": "ann@example.com"}"#)

            let line = try await mail.line()

            #expect(made.text.contains("\"emailSent\":true"))
            #expect(
                line.recipients == ["ann@example.com"] && line.isProtected == true && line.isKnown == true)
            let link = line.text?.split(separator: "\r\n").first { $0.contains("/claim/") } ?? ""
            let path = "/" + link.split(separator: "/").dropFirst(2).joined(separator: "/")
            #expect(try server.request("POST", path, key: "none").status == 200)
            #expect(try server.request("GET", path, key: "none").status == 410)
            let log = try String(contentsOfFile: "\(folder)/data.log", encoding: .utf8)
            #expect(!log.contains("sesame") && !log.contains(path.dropFirst(7)) && !log.contains("ann@"))
        }
    }

    @Test func `a mail server that answers is found sound, one that does not is a problem`() async throws {
        try await withAcme { data in
            var mail: MailServer? = try MailServer()
            let file = try write(
                """
                "host": "127.0.0.1", "port": \(mail?.port ?? 0), "from": "raster@localhost", "security": "none"
                """, in: data.folder)
            let sound = await data.run("doctor", "--config", file)
            mail = nil

            let down = await data.run("doctor", "--config", file)

            #expect(sound.text.contains("ok      mail: 127.0.0.1:"))
            #expect(down.code == .failed && down.text.contains("PROBLEM mail: 127.0.0.1:"))
            #expect(down.text.contains("see that mail.host and mail.port are right"))
            _ = mail
        }
    }

    @Test func `doctor tries the password too`() async throws {
        try await withAcme { data in
            let mail = try MailServer(
                "--security", "starttls", "--login", "raster:open sesame", "--certificate",
                "\(data.folder)/certificate.pem")
            let file = try write(
                """
                "host": "localhost", "port": \(mail.port), "from": "raster@example.com", "username": "raster",
                "password": {"file": "password"}, "caFile": "certificate.pem"
                """, in: data.folder)

            var texts: [String] = []
            for password in ["open sesame", "wrong"] {
                try password.write(toFile: "\(data.folder)/password", atomically: true, encoding: .utf8)
                texts.append(await data.run("doctor", "--config", file).text)
            }

            #expect(texts[0].contains("ok      mail: localhost:"))
            #expect(texts[1].contains("PROBLEM mail: localhost:"))
            #expect(texts[1].contains("see to mail.username and mail.password"))
        }
    }

    @Test(arguments: [
        (#""host": "mail.example.com""#, "\"mail.from\" is not set"),
        (
            #""host": "mail.example.com:25", "from": "a@b.example""#,
            "\"mail.host\" must be a name or an address"
        ),
        (#""host": "smtp://x", "from": "a@b.example""#, "\"mail.host\" must be a name or an address"),
        (
            #""host": "x", "from": "a@b.example\r\nBcc: c@d.example""#,
            "\"mail.from\" must be an e-mail address"
        ),
        (#""host": "x", "from": "a@b.example", "security": "ssl""#, "\"mail.security\" must be"),
        (#""host": "x", "from": "a@b.example", "security": "none""#, "would show mails to the network"),
        (#""host": "x", "from": "a@b.example", "username": "u""#, "are not both set"),
        (#""host": "x", "from": "a@b.example", "password": "p""#, "\"mail.password\" must be {\"env\""),
        (#""port": 0"#, "\"mail.port\" must be a whole number"),
    ])
    func `settings that make no sense are refused`(mail: String, problem: String) async throws {
        let notes = try await problems(mail.replacing("\r\n", with: "\\r\\n"))

        #expect(notes.contains(problem), "\(notes)")
    }

    @Test(arguments: [
        "", #""host": null"#, #""host": "::1", "from": "raster@localhost", "security": "none""#,
        #""host": "x", "from": "a@b.example", "security": "none", "allowPlain": true"#,
    ])
    func `settings that make sense are taken`(mail: String) async throws {
        #expect(try await problems(mail) == "")
    }
}
