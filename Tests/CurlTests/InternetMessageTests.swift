import Foundation
import Testing

@testable import Curl

@Suite struct InternetMessageTests {
    private func message(
        from: String = "raster@example.com", name: String? = nil, to: String = "ann@example.com",
        subject: String = "Hello", text: String = "One\nTwo\n", identifier: String = "abc"
    ) -> String? {
        InternetMessage(
            from: from, name: name, to: to, subject: subject, text: text, identifier: identifier,
            seconds: 1_779_264_550
        ).map { String(decoding: $0.bytes, as: UTF8.self) }
    }

    @Test func `a plain mail is readable as it is`() {
        #expect(
            message()
                == """
                From: raster@example.com\r
                To: ann@example.com\r
                Subject: Hello\r
                Date: Wed, 20 May 2026 08:09:10 +0000\r
                Message-ID: <abc@example.com>\r
                MIME-Version: 1.0\r
                Content-Type: text/plain; charset=utf-8\r
                Content-Transfer-Encoding: 7bit\r
                Auto-Submitted: auto-generated\r
                \r
                One\r
                Two\r

                """)
    }

    @Test func `a text beyond ASCII is encoded, in short lines`() throws {
        let text = String(repeating: "Grüße, 世界. ", count: 40) + "\n"
        let message = try #require(self.message(text: text))
        let parts = message.split(separator: "\r\n\r\n", maxSplits: 1)

        #expect(message.contains("Content-Transfer-Encoding: base64\r\n"))
        #expect(message.split(separator: "\r\n").allSatisfy { $0.utf8.count <= 78 })
        let data = try #require(Data(base64Encoded: String(parts[1].replacing("\r\n", with: ""))))
        #expect(String(decoding: data, as: UTF8.self) == text.replacing("\n", with: "\r\n"))
    }

    @Test(arguments: [
        String(repeating: "x", count: 79), "bare\rreturn", "tab\there", "\u{7F}",
    ])
    func `a text that would not arrive as it is is encoded too`(text: String) {
        #expect(message(text: text)?.contains("base64") == true)
    }

    @Test func `a subject and a name beyond ASCII are encoded words`() {
        let text = message(name: "Räster", subject: "Grüße")

        #expect(text?.contains("From: =?utf-8?B?UsOkc3Rlcg==?= <raster@example.com>\r\n") == true)
        #expect(text?.contains("Subject: =?utf-8?B?R3LDvMOfZQ==?=\r\n") == true)
    }

    @Test func `a long subject is several words on lines of their own`() throws {
        let text = try #require(self.message(subject: String(repeating: "ü", count: 100)))
        let header = text.split(separator: "\r\n\r\n")[0].split(separator: "\r\n")

        #expect(header.allSatisfy { $0.utf8.count <= 78 })
        #expect(header.count { $0.hasPrefix(" =?utf-8?B?") } == 5)
    }

    @Test(arguments: ["a\r\nBcc: x@y.example", "a\nb", "=?utf-8?B?eA==?=", "\u{2028}", "a\0b"])
    func `nothing in a subject or a name makes another field`(text: String) throws {
        let message = try #require(self.message(name: text, subject: text))
        let fields = message.split(separator: "\r\n\r\n")[0].split(separator: "\r\n").filter {
            !$0.hasPrefix(" ")
        }

        #expect(fields.count == 9)
        #expect(!message.contains("Bcc") && message.contains("Subject: =?utf-8?B?"))
    }

    @Test(arguments: [
        "a@b.example\r\nBcc: c@d.example", "a@b.example\n", "<a@b.example>", "a", "a@b@c", "a b@c.example",
        "a@b.example, c@d.example", "\"a\"@b.example", "", "a\0@b.example",
    ])
    func `an address that could say more than itself makes no message`(address: String) {
        #expect(message(to: address) == nil && message(from: address) == nil)
        #expect(message(identifier: address) == nil || !address.contains { "@\r\n<>, \"\u{0}".contains($0) })
    }
}
