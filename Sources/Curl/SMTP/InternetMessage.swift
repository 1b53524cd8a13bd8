import Foundation
import HTTPCore

/// A mail as it goes over the wire: a plain text in UTF-8 with its header (RFC 5322, RFC 2045).
///
/// Whatever its parts hold, they cannot add a line to the header: a text beyond visible ASCII is encoded, and an
/// address has no line breaks or control characters, or there is no message.
public struct InternetMessage: Sendable {
    /// The message, its lines ended by CR LF and at most 78 bytes long but for long addresses.
    public let bytes: [UInt8]

    /// A message, or `nil` where an address or the identifier cannot stand in a header.
    ///
    /// `identifier` is what makes it unlike all others, such as 20 random letters; `seconds` is the time since 1970.
    public init?(
        from sender: String, name: String?, to recipient: String, subject: String, text: String,
        identifier: String, seconds: Int
    ) {
        guard Self.isAddress(sender), Self.isAddress(recipient), Self.isAddress(identifier + "@x"),
            let domain = sender.split(separator: "@").last
        else { return nil }
        let from = name.map { "\(EncodedWord.phrase($0)) <\(sender)>" } ?? sender
        let date = HTTPDate(secondsSinceEpoch: seconds).description.replacing("GMT", with: "+0000")
        let header = [
            "From: \(from)", "To: \(recipient)", "Subject: \(EncodedWord.text(subject))", "Date: \(date)",
            "Message-ID: <\(identifier)@\(domain)>", "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: \(Self.encoding(text))",
            // No answering machine should answer.
            "Auto-Submitted: auto-generated",
        ]
        bytes = Array((header + [""] + Self.body(text)).joined(separator: "\r\n").utf8)
    }

    /// Whether `text` can stand in a header and in a command: one `@`, nothing invisible, nothing that quotes.
    private static func isAddress(_ text: String) -> Bool {
        text.utf8.count { $0 == UInt8(ascii: "@") } == 1
            && !text.unicodeScalars.contains {
                $0.properties.isWhitespace || $0.properties.generalCategory == .control
                    || "<>(),;:\\\"[]".unicodeScalars.contains($0)
            }
    }

    private static func isPlain(_ text: String) -> Bool {
        text.utf8.allSatisfy { (0x20...0x7E).contains($0) || $0 == 0x0A }
            && text.split(separator: "\n").allSatisfy { $0.utf8.count <= 78 }
    }

    private static func encoding(_ text: String) -> String { isPlain(text) ? "7bit" : "base64" }

    private static func body(_ text: String) -> [String] {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard !isPlain(text) else { return lines }
        let bytes = Data(lines.joined(separator: "\r\n").utf8)
        return bytes.base64EncodedString(options: [.lineLength76Characters, .endLineWithLineFeed])
            .split(separator: "\n").map(String.init) + [""]
    }
}

/// Texts of a header that may hold more than ASCII (RFC 2047).
enum EncodedWord {
    /// Bytes that make an encoded word of at most 75 characters.
    private static let bytesPerWord = 39

    /// `text` for a header such as Subject.
    static func text(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { (0x20...0x7E).contains($0) } && text.utf8.count <= 60
        // What looks encoded would be decoded.
        return isPlain && !text.contains("=?") ? text : encoded(text)
    }

    /// `text` as the name in front of an address.
    static func phrase(_ text: String) -> String {
        let isPlain =
            text.utf8.count <= 60 && !text.isEmpty
            && text.utf8.allSatisfy { $0 == 0x20 || (0x61...0x7A).contains($0 | 0x20) }
        return isPlain ? "\"\(text)\"" : encoded(text)
    }

    private static func encoded(_ text: String) -> String {
        var words: [String] = []
        var bytes: [UInt8] = []
        for scalar in text.unicodeScalars {
            let next = Array(String(scalar).utf8)
            if bytes.count + next.count > bytesPerWord {
                words.append(word(bytes))
                bytes = []
            }
            bytes += next
        }
        return (words + [word(bytes)]).joined(separator: "\r\n ")
    }

    private static func word(_ bytes: [UInt8]) -> String {
        "=?utf-8?B?\(Data(bytes).base64EncodedString())?="
    }
}
