/// Where mail is handed over, and how.
public struct SMTPSettings: Sendable {
    /// How the connection is protected.
    public enum Security: String, Sendable, CaseIterable {
        /// Not at all.
        case none
        /// From the command STARTTLS on, which the server must know.
        case startTLS = "starttls"
        /// From the first byte on.
        case tls
    }

    /// A user of the server.
    public struct Login: Sendable {
        /// The name.
        public var username: String
        /// The password.
        public var password: String

        /// A user with these properties.
        public init(username: String, password: String) {
            self.username = username
            self.password = password
        }
    }

    /// A name or a literal address, without brackets.
    public var host: String
    /// The port.
    public var port: UInt16
    /// How the connection is protected.
    public var security: Security
    /// Who hands over; `nil` for a server that asks nobody.
    public var login: Login?
    /// A file of certificates that count instead of the system's; `nil` for those.
    public var caFile: String?
    /// How long a conversation may take.
    public var timeout: Duration

    /// Settings with these properties.
    public init(
        host: String, port: UInt16, security: Security, login: Login? = nil, caFile: String? = nil,
        timeout: Duration = .seconds(30)
    ) {
        self.host = host
        self.port = port
        self.security = security
        self.login = login
        self.caFile = caFile
        self.timeout = timeout
    }

    var url: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return "\(security == .tls ? "smtps" : "smtp")://\(name):\(port)/"
    }
}
