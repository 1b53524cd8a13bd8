import Curl

extension ConfigurationRule {
    /// What must hold between the keys about mail; nothing where there is no mail server.
    static let mailRules: [ConfigurationRule] = [
        ConfigurationRule("mail.from", "mail.host", weight: .error) { configuration, _ in
            guard configuration.mail.host != nil, configuration.mail.from == nil else { return nil }
            return Complaint(
                "is not set, though \"mail.host\" is",
                remedy: "give the address that mails come from, such as \"raster@example.com\"")
        },
        ConfigurationRule("mail.username", "mail.password", weight: .error) { configuration, _ in
            let mail = configuration.mail
            guard mail.host != nil, (mail.username == nil) != (mail.password == nil) else { return nil }
            return Complaint(
                "and \"mail.password\" are not both set", remedy: "set both, or neither of them")
        },
        ConfigurationRule("mail.security", "mail.host", "mail.allowPlain", weight: .error) {
            configuration, _ in
            let mail = configuration.mail
            guard mail.host != nil, mail.security == .none, !mail.isLoopback, !mail.allowsPlain else {
                return nil
            }
            return Complaint(
                "is \"none\", which would show mails to the network",
                remedy:
                    "use \"starttls\" or \"tls\", or set \"mail.allowPlain\" if the network is yours alone")
        },
    ]
}
