import HTTPCore

extension Configuration {
    /// What an operator may set of a vault of imgbt.
    struct Imgbt: NetworkedStore, Equatable {
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

        /// The address of the API, with the vault's identifier.
        var address: String { filled(url) }

        /// `text` with the vault's identifier.
        func filled(_ text: String) -> String { text.replacing("{vault}", with: vault) }
    }
}

extension StoreType {
    /// A vault of imgbt.
    static let imgbt = StoreType(
        "imgbt", "a vault of imgbt", Configuration.Imgbt(),
        keys: addressKeys + SettingKey.protectionKeys + [deliveryKey] + SettingKey.paceKeys,
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
            try vault.checkProtection()
        })

    private static let addressKeys: [SettingKey<Configuration.Imgbt>] = [
        .address("url", \.url, "the address of the API"),
        .apiPath(
            "where the assets of a vault are there; {vault} stands for the vault",
            example: "/api/v1/vaults/{vault}/assets"),
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
    ]

    private static let deliveryKey = SettingKey<Configuration.Imgbt>.text(
        "delivery", "whether /cdn passes the bytes on (stream) or sends clients to deliveryURL (redirect)",
        shape: .choice(["stream", "redirect"])
    ) { text, vault, _ in
        guard ["stream", "redirect"].contains(text) else {
            throw ConfigurationValueError("must be \"stream\" or \"redirect\"")
        }
        vault.redirects = text == "redirect"
    } write: {
        $0.redirects ? "redirect" : "stream"
    }

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
