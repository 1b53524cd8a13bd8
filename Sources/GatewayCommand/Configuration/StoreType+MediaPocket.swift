import HTTPCore

extension Configuration {
    /// What an operator may set of an account of Media Pocket.
    struct MediaPocket: NetworkedStore, Equatable {
        /// The address of the API; each customer has their own.
        var url = ""
        /// The path below which the API lies.
        var path = "/api/v2"
        /// The key that reads and writes it.
        var secret: Secret?
        /// Hosts that files are fetched from, beside that of `url`.
        var downloadHosts: [String] = []
        /// Whether assets in the trash are put into the store's bin too.
        var nativeTrash = false
        /// Certificates that count instead of the system's.
        var caFile: String?
        /// Whether the key may cross a network unprotected.
        var allowsPlain = false
        /// Whether nothing is ever changed there.
        var isReadOnly = false
        /// Calls at once.
        var concurrency = 8
        /// How long a connection may take to come about.
        var connectTime = Duration.seconds(5)
        /// How long a call may take until its answer begins.
        var requestTime = Duration.seconds(30)
        /// How long nothing may arrive or leave.
        var stallTime = Duration.seconds(30)
        /// How long after that a call without an answer can still have its effect.
        var settleTime = Duration.seconds(60)

        /// The address of the API.
        var address: String { url }
    }
}

extension StoreType {
    /// An account of Media Pocket.
    static let mediaPocket = StoreType(
        "media-pocket", "an account of Media Pocket", Configuration.MediaPocket(),
        keys: accountKeys + SettingKey.protectionKeys + [trashKey] + SettingKey.paceKeys,
        kind: { .mediaPocket($0) },
        settings: { if case .mediaPocket(let account) = $0 { account } else { nil } },
        check: { (account) throws(ConfigurationValueError) in
            guard !account.url.isEmpty else {
                throw ConfigurationValueError(
                    "needs \"url\"",
                    remedy: "give your address there, such as \"https://acme.mediapocket.fi\"")
            }
            guard account.url.wholeMatch(of: /https?:\/\/[^\/]+/) != nil else {
                throw ConfigurationValueError(
                    "must be a scheme and a host", remedy: "put the rest of it into \"path\"", at: ["url"])
            }
            guard account.secret != nil else {
                throw ConfigurationValueError(
                    "needs \"apiKey\"", remedy: "name the API key: {\"env\": \"MEDIA_POCKET_KEY\"}")
            }
            try account.checkProtection()
        })

    private static let accountKeys: [SettingKey<Configuration.MediaPocket>] = [
        .address(
            "url", \.url, "the address of the API, without its path; each customer has one; must be given"),
        .apiPath("the path below which the API lies", example: "/api/v2"),
        .secret("apiKey", \.secret, "the API key, by the name of its place; must be given") {
            guard $0.reveal().wholeMatch(of: /[!-~]{1,512}/) != nil else {
                throw ConfigurationValueError(
                    "names something that is no API key", remedy: "use one made in the profile of a user")
            }
        },
        .texts(
            "downloadHosts", \.downloadHosts,
            "hosts that files are fetched from, beside that of url: HOST for any port, or HOST:PORT",
            pattern: "^([A-Za-z0-9.-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}\\])(:[0-9]{1,5})?$"
        ) { text in
            guard
                text.wholeMatch(of: /([A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(:[0-9]{1,5})?/) != nil
            else {
                throw ConfigurationValueError("must be HOST or HOST:PORT, such as \"files.example.com\"")
            }
        },
    ]

    private static let trashKey = SettingKey<Configuration.MediaPocket>.bool(
        "nativeTrash", \.nativeTrash,
        "put what is in the trash into the store's bin too; the trash keeps it for trash.days then, but at most 14 days"
    )
}
