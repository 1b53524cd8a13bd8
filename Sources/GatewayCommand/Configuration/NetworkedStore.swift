/// What an operator may set of every store across a network.
protocol NetworkedStore: Sendable {
    /// The address of the API.
    var address: String { get }
    /// Where the assets are there.
    var path: String { get set }
    /// The key that reads and writes it.
    var secret: Secret? { get set }
    /// Certificates that count instead of the system's.
    var caFile: String? { get set }
    /// Whether the key may cross a network unprotected.
    var allowsPlain: Bool { get set }
    /// Whether nothing is ever changed there.
    var isReadOnly: Bool { get set }
    /// Calls at once.
    var concurrency: Int { get set }
    /// How long a connection may take to come about.
    var connectTime: Duration { get set }
    /// How long a call may take until its answer begins.
    var requestTime: Duration { get set }
    /// How long nothing may arrive or leave.
    var stallTime: Duration { get set }
    /// How long after that a call without an answer can still have its effect.
    var settleTime: Duration { get set }
}

extension NetworkedStore {
    /// Whether the key would cross a network unprotected.
    var showsSecret: Bool {
        guard !allowsPlain, address.hasPrefix("http://") else { return false }
        return address.wholeMatch(of: /http:\/\/(127(\.\d{1,3}){3}|\[::1\]|localhost)([:\/].*)?/) == nil
    }

    /// Throws where the key would cross a network unprotected.
    func checkProtection() throws(ConfigurationValueError) {
        guard showsSecret else { return }
        throw ConfigurationValueError(
            "would show its secret to the network",
            remedy: "use https, or set \"allowPlain\" if the network is yours alone", at: ["url"])
    }
}

extension SettingKey where Target: NetworkedStore {
    /// Where the API lies at its address; `example` is a path that would do.
    static func apiPath(_ documentation: String, example: String) -> SettingKey {
        .text("path", documentation, shape: .text(pattern: "^/[^?#\\s]*[^/?#\\s]$")) { text, store, _ in
            guard text.wholeMatch(of: /\/[^?#\s]*[^\/?#\s]/) != nil else {
                throw ConfigurationValueError("must be a path, such as \"\(example)\"")
            }
            store.path = text
        } write: {
            $0.path
        }
    }

    /// How connections are protected.
    static var protectionKeys: [SettingKey] {
        [
            .path(
                "caFile", \.caFile,
                "a file of certificates (PEM) that count instead of the system's; null for those"),
            .bool(
                "allowPlain", \.allowsPlain,
                "allow http to another machine; shows the secret to the network"),
        ]
    }

    /// What is done there, and how long it may take.
    static var paceKeys: [SettingKey] {
        [
            .bool("readOnly", \.isReadOnly, "never change anything there; changes made here wait meanwhile"),
            .int("concurrency", \.concurrency, 1...256, "calls at once"),
            .seconds(
                "connectSeconds", \.connectTime, 1...600, "how long a connection may take to come about"),
            .seconds(
                "requestSeconds", \.requestTime, 1...86_400,
                "how long a call may take until its answer begins"),
            .seconds("stallSeconds", \.stallTime, 1...3600, "how long nothing may arrive or leave"),
            .seconds(
                "settleSeconds", \.settleTime, 0...86_400,
                "how long after requestSeconds a call without an answer may still take effect"),
        ]
    }
}
