import Curl
import HTTPCore
import Raster

extension Configuration {
    /// How mail is sent; without a host there is none.
    struct Mail: Sendable {
        /// The mail server.
        var host: String?
        /// Its port.
        var port = 587
        /// How the connection is protected.
        var security = SMTPSettings.Security.startTLS
        /// Whether mail may cross a network unprotected.
        var allowsPlain = false
        /// Who hands mail over.
        var username: String?
        /// Their password.
        var password: Secret?
        /// Who the mail is from.
        var from: String?
        /// Their name.
        var fromName: String?
        /// Certificates that count instead of the system's.
        var caFile: String?
        /// How long handing one mail over may take.
        var timeout = Duration.seconds(30)

        /// Whether the server is on this machine.
        var isLoopback: Bool { host == "localhost" || host == "::1" || host?.hasPrefix("127.") == true }
    }

    /// The keys about mail.
    static let mailKeys: [ConfigurationKey] = [
        .optionalText("mail.host", "the mail server that claim links are sent through; null for no mail") {
            text, configuration in
            if let text { try checkHost(text) }
            configuration.mail.host = text
        } write: {
            $0.mail.host
        },
        .int("mail.port", \.mail.port, 1...65_535, "its port: 587 with starttls, 465 with tls as a rule"),
        .text(
            "mail.security", "how the connection is protected: starttls, tls, or none",
            shape: .choice(SMTPSettings.Security.allCases.map(\.rawValue))
        ) { text, configuration, _ in
            guard let security = SMTPSettings.Security(rawValue: text) else {
                throw ConfigurationValueError("must be \"starttls\", \"tls\" or \"none\"")
            }
            configuration.mail.security = security
        } write: {
            $0.mail.security.rawValue
        },
        .bool(
            "mail.allowPlain", \.mail.allowsPlain,
            "allow \"none\" to another machine; shows mails and password to the network"),
        .optionalText("mail.username", "who hands mail over; null for a server that asks nobody") {
            $1.mail.username = $0
        } write: {
            $0.mail.username
        },
        .secret("mail.password", \.mail.password, "their password, by the name of its place"),
        .optionalText("mail.from", "the address that mails come from") { text, configuration in
            configuration.mail.from = try text.map(sender)
        } write: {
            $0.mail.from
        },
        .optionalText("mail.fromName", "the name in front of that address") { text, configuration in
            configuration.mail.fromName = text
        } write: {
            $0.mail.fromName
        },
        caFile,
        .seconds(
            "mail.timeoutSeconds", \.mail.timeout, 1...600,
            "how long handing one mail over may take"),
    ]

    private static let caFile = ConfigurationKey(
        path: "mail.caFile", shape: .optional(.text(pattern: ConfigurationShape.anything)),
        documentation: "a file of certificates (PEM) that count instead of the system's; null for those"
    ) { value, configuration, source in
        switch value {
        case .null: configuration.mail.caFile = nil
        case .string(let text): configuration.mail.caFile = try path(text, in: source.folder)
        default: throw ConfigurationValueError("must be a string or null")
        }
    } write: {
        $0.mail.caFile.map(JSONValue.string) ?? .null
    }

    /// A name or a literal address, and nothing else: no port, no scheme.
    @Sendable private static func checkHost(_ text: String) throws {
        let isName = text.utf8.allSatisfy { $0.isASCIIAlphanumeric || "-._:".utf8.contains($0) }
        let isAddress = text.utf8.count { $0 == UInt8(ascii: ":") } != 1
        guard !text.isEmpty, text.utf8.count <= 253, isName, isAddress else {
            throw ConfigurationValueError("must be a name or an address, such as \"mail.example.com\"")
        }
    }

    /// An address that mails come from, which need not have a dot in its domain.
    @Sendable private static func sender(_ text: String) throws -> String {
        if let address = try? Rules.email(text) { return address }
        guard text.hasSuffix("@localhost"), (try? Rules.email(text + ".test")) != nil else {
            throw ConfigurationValueError("must be an e-mail address, such as \"raster@example.com\"")
        }
        return text
    }
}

extension UInt8 {
    fileprivate var isASCIIAlphanumeric: Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20)
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self)
    }
}
