import HTTPCore

extension Configuration {
    /// What an operator may set of a vault of imgbt.
    struct Imgbt: Sendable, Equatable {
        /// The address of the API.
        var url = "https://api.imgbt.com"
        /// Where the assets of a vault are there; `{vault}` stands for the vault.
        var path = "/api/v1/vaults/{vault}/assets"
        /// The vault's identifier.
        var vault = ""
        /// The key that reads and writes it.
        var secret: Secret?
        /// Where files are delivered from; `{vault}` stands for the vault.
        var deliveryURL = "https://{vault}.imgbt.com"
        /// Whether `/cdn` sends clients there instead of passing the bytes on.
        var redirects = false
        /// Certificates that count instead of the system's.
        var caFile: String?
        /// Whether the secret may cross a network unprotected.
        var allowsPlain = false
        /// Whether nothing is ever changed there.
        var isReadOnly = false
        /// Calls at once.
        var concurrency = 8
        /// How long a connection may take to come about.
        var connectTime = Duration.seconds(5)
        /// How long a call may take until its answer begins.
        var requestTime = Duration.seconds(90)
        /// How long nothing may arrive or leave.
        var stallTime = Duration.seconds(30)
        /// How long after that a call without an answer can still have its effect.
        var settleTime = Duration.seconds(60)

        /// `text` with the vault's identifier.
        func filled(_ text: String) -> String { text.replacing("{vault}", with: vault) }

        /// Whether the secret would cross a network unprotected.
        var showsSecret: Bool {
            let address = filled(url)
            guard !allowsPlain, address.hasPrefix("http://") else { return false }
            return address.wholeMatch(of: /http:\/\/(127(\.\d{1,3}){3}|\[::1\]|localhost)([:\/].*)?/) == nil
        }
    }
}

extension StoreType {
    /// A vault of imgbt.
    static let imgbt = StoreType(
        "imgbt", "a vault of imgbt", Configuration.Imgbt(), keys: addressKeys + behaviourKeys,
        kind: { .imgbt($0) },
        settings: { if case .imgbt(let vault) = $0 { vault } else { nil } },
        check: { (vault) throws(ConfigurationValueError) in
            guard !vault.vault.isEmpty else {
                throw ConfigurationValueError(
                    "needs \"vault\"", remedy: "give the vault's identifier, such as \"vault_01abc\"")
            }
            guard vault.secret != nil else {
                throw ConfigurationValueError(
                    "needs \"secret\"", remedy: "name the vault's secret key: {\"env\": \"IMGBT_SECRET\"}")
            }
            guard !vault.showsSecret else {
                throw ConfigurationValueError(
                    "would show its secret to the network",
                    remedy: "use https, or set \"allowPlain\" if the network is yours alone", at: ["url"])
            }
        })

    private static let addressKeys: [SettingKey<Configuration.Imgbt>] = [
        .address("url", \.url, "the address of the API"),
        .text(
            "path", "where the assets of a vault are there; {vault} stands for the vault",
            shape: .text(pattern: "^/[^?#\\s]*[^/?#\\s]$")
        ) { text, vault, _ in
            let isPath = text.wholeMatch(of: /\/[^?#\s]*[^\/?#\s]/) != nil
            guard isPath else {
                throw ConfigurationValueError("must be a path, such as \"/api/v1/vaults/{vault}/assets\"")
            }
            vault.path = text
        } write: {
            $0.path
        },
        .text(
            "vault", "the vault's identifier; must be given",
            shape: .text(pattern: "^[A-Za-z0-9_-]{1,64}$")
        ) { text, vault, _ in
            guard text.wholeMatch(of: /[A-Za-z0-9_-]{1,64}/) != nil else {
                throw ConfigurationValueError("must be a vault's identifier, such as \"vault_01abc\"")
            }
            vault.vault = text
        } write: {
            $0.vault
        },
        .secret("secret", \.secret, "the vault's secret key (sk_…), by the name of its place; must be given")
        {
            try checkKey($0.reveal())
        },
        .address(
            "deliveryURL", \.deliveryURL, "where files are delivered from; {vault} stands for the vault"),
        .path(
            "caFile", \.caFile,
            "a file of certificates (PEM) that count instead of the system's; null for those"),
        .bool("allowPlain", \.allowsPlain, "allow http to another machine; shows the secret to the network"),
    ]

    private static let behaviourKeys: [SettingKey<Configuration.Imgbt>] = [
        .text(
            "delivery",
            "whether /cdn passes the bytes on (stream) or sends clients to deliveryURL (redirect)",
            shape: .choice(["stream", "redirect"])
        ) { text, vault, _ in
            guard ["stream", "redirect"].contains(text) else {
                throw ConfigurationValueError("must be \"stream\" or \"redirect\"")
            }
            vault.redirects = text == "redirect"
        } write: {
            $0.redirects ? "redirect" : "stream"
        },
        .bool("readOnly", \.isReadOnly, "never change anything there"),
        .int("concurrency", \.concurrency, 1...256, "calls at once"),
        .seconds("connectSeconds", \.connectTime, 1...600, "how long a connection may take to come about"),
        .seconds(
            "requestSeconds", \.requestTime, 1...86_400, "how long a call may take until its answer begins"),
        .seconds("stallSeconds", \.stallTime, 1...3600, "how long nothing may arrive or leave"),
        .seconds(
            "settleSeconds", \.settleTime, 0...86_400,
            "how long after requestSeconds a call without an answer may still take effect"),
    ]

    /// Refuses what is no key that may write; the key is not repeated.
    private static func checkKey(_ text: String) throws {
        if text.hasPrefix("pk_") {
            throw ConfigurationValueError(
                "names a public key (pk_…), which may only read",
                remedy: "use the vault's secret key, which begins with sk_")
        }
        guard text.wholeMatch(of: /sk_[!-~]{1,509}/) != nil else {
            throw ConfigurationValueError(
                "names something that is no secret key of imgbt", remedy: "use the one that begins with sk_")
        }
    }
}
