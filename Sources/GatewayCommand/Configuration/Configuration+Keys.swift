import HTTPCore
import MicroHTTP
import Raster
import RasterHTTP
import Telemetry

extension Configuration {
    /// Every key of a configuration file.
    ///
    /// Reading, `config print` and the example file follow this table.
    static let keys: [ConfigurationKey] =
        networkKeys + storeKeys + cacheKeys + stagingKeys + trashKeys + adoptKeys + anonymousKeys + mailKeys
        + limitKeys

    private static let networkKeys: [ConfigurationKey] = [
        .text(
            "listen",
            "where clients connect: HOST:PORT, or [HOST]:PORT for IPv6; port 0 takes any free one",
            shape: .text(pattern: ConfigurationShape.address)
        ) { text, configuration, _ in
            configuration.listen = try .checked(text)
        } write: {
            $0.listen.description
        },
        .optionalText(
            "publicURL",
            "the address that clients see, for the URLs of assets; null for the listening address",
            pattern: ConfigurationShape.webAddress
        ) { text, configuration in
            configuration.publicURL = try text.map(webAddress)
        } write: {
            $0.publicURL
        },
        .texts(
            "trustedProxies", \.trustedProxies,
            "addresses or ranges of proxies whose X-Forwarded-For and X-Forwarded-Proto count",
            pattern: "^[0-9A-Fa-f:.]+(/[0-9]{1,3})?$"
        ) { text in
            guard AddressRange(text) != nil else {
                throw ConfigurationValueError(
                    "has \"\(text)\", which is no address or range such as 10.0.0.0/8")
            }
        },
        .bool("insecure", \.isInsecure, "serve plain HTTP to other machines; shows API keys to the network"),
        .texts(
            "allowedOrigins", \.allowedOrigins, "web origins that may call the API from a browser",
            pattern: #"^https?://[^/?#"<>\s]+$"#
        ) {
            guard try webAddress($0) == $0, $0.split(separator: "/").count == 2 else {
                throw ConfigurationValueError(
                    "has \"\($0)\", which is no origin such as https://app.example.com")
            }
        },
        .bool("metrics.public", \.exposesMetrics, "show /metrics to everyone, not only on loopback"),
        .text(
            "log.format", "how log lines look on standard error: json or text",
            shape: .choice(["json", "text"])
        ) { text, configuration, _ in
            guard let format = LogLine.Format(rawValue: text) else {
                throw ConfigurationValueError("must be \"json\" or \"text\"")
            }
            configuration.logFormat = format
        } write: {
            $0.logFormat.rawValue
        },
    ]

    private static let storeKeys: [ConfigurationKey] = [
        .text("dataDirectory", "the folder of the catalog, only for its owner; relative to this file") {
            $1.dataDirectory = try path($0, in: $2)
        } write: {
            $0.dataDirectory
        },
        .stores(
            "adapters",
            "the stores, by name; each has a type (disk, imgbt or media-pocket) and the keys of that"),
        .text("defaultAdapter", "the store of new libraries", shape: .text(pattern: ConfigurationShape.slug))
        {
            text, configuration, _ in
            configuration.defaultStore = AdapterName(text)
        } write: {
            $0.defaultStore.rawValue
        },
        .bool(
            "firstStart.local", \.makesLocal,
            "make the organization \"local\" with a library and a key on a first start, as without this file"),
        .int(
            "uploads.maxFileBytes", \.maximumFileBytes, 1...(1 << 50),
            "the largest file that is taken, in bytes"),
        .optionalInt(
            "uploads.minFreeBytes", \.minimumFreeBytes, 0...(1 << 50),
            "free bytes on the disk below which uploads are refused with 507; null for 2 % of it, at most 256 MiB"
        ),
    ]

    private static let cacheKeys: [ConfigurationKey] = [
        .int(
            "cache.maxBytes", \.cacheBytes, 0...(1 << 60),
            "bytes of files that are kept here of stores reached over a network; 0 for none"),
        .path("cache.folder", \.cacheFolder, "where they are kept; null for a folder in the data directory"),
        .int(
            "sync.everyMinutes", \.syncMinutes, 0...525_600,
            "minutes between two comparisons of a library with its store, where the store can list; 0 for none"
        ),
    ]

    private static let trashKeys: [ConfigurationKey] = [
        .int("trash.days", \.trashDays, 0...36_500, "days that the trash keeps an asset")
    ]

    private static let adoptKeys: [ConfigurationKey] = [
        .int(
            "adopt.rescanMinutes", \.rescanMinutes, 0...525_600,
            "minutes between two scans of an adopted folder; 0 scans only at the start"),
        .bool(
            "adopt.purgeDeletesFiles", \.purgeDeletesAdopted,
            "purging an adopted asset removes its file; otherwise the file stays and is left alone"),
    ]

    private static let anonymousKeys: [ConfigurationKey] = [
        .bool("anonymous.enabled", \.anonymousEnabled, "let callers without a key make organizations"),
        .optionalText(
            "anonymous.adapter", "the store of their assets; null for the default store",
            pattern: ConfigurationShape.slug
        ) {
            $1.anonymousStore = $0.map { AdapterName($0) }
        } write: {
            $0.anonymousStore?.rawValue
        },
        .int(
            "anonymous.maxOrganizations", \.anonymousMaximumOrganizations, 0...1_000_000,
            "unclaimed organizations at once"),
        .int(
            "anonymous.maxTotalBytes", \.anonymousMaximumTotalBytes, 0...(1 << 60),
            "bytes in all unclaimed organizations together"),
        .int("hobby.libraries", \.hobbyLibraries, 0...1_000_000, "libraries of the plan \"hobby\""),
        .int("hobby.bytes", \.hobbyBytes, 0...(1 << 60), "bytes of the plan \"hobby\", trash included"),
        .int(
            "unclaimed.libraries", \.unclaimedLibraries, 0...1_000_000,
            "libraries of an organization that nobody has claimed"),
        .int(
            "unclaimed.bytes", \.unclaimedBytes, 0...(1 << 60),
            "bytes of an organization that nobody has claimed"),
    ]

    private static let limitKeys: [ConfigurationKey] = [
        .int("threads", \.threads, 1...256, "threads that answer sockets"),
        .int("limits.connections", \.limits.connections, 1...1_000_000, "open connections"),
        .int(
            "limits.requestsInFlight", \.limits.requestsInFlight, 1...1_000_000,
            "requests being answered; more get 503"),
        .seconds(
            "limits.headSeconds", \.limits.headTime, 1...3600, "time for the head of a request to arrive"),
        .seconds(
            "limits.idleSeconds", \.limits.idleTime, 1...86_400, "how long a connection may wait unused"),
        .int(
            "limits.minimumBodyRate", \.limits.minimumBodyRate, 0...(1 << 40),
            "bytes a second below which a client is too slow"),
        .seconds(
            "limits.bodyRateWindowSeconds", \.limits.bodyRateWindow, 1...3600,
            "over how long that rate is measured"),
        .seconds(
            "limits.handlerSeconds", \.limits.handlerTime, 1...86_400,
            "how long an answer may stand still before it is given up"),
    ]

    /// An absolute address of the web, without a slash at the end.
    @Sendable static func webAddress(_ text: String) throws -> String {
        let address = text.trimmingSuffix("/")
        let host = address.split(separator: "/", omittingEmptySubsequences: false).dropFirst(2).first ?? ""
        guard address.hasPrefix("http://") || address.hasPrefix("https://"), !host.isEmpty,
            !address.contains(where: { $0.isWhitespace || "?#\"<>".contains($0) })
        else {
            throw ConfigurationValueError(
                "has \"\(text)\", which is no address such as https://dam.example.com")
        }
        return address
    }

    /// `text` as a path, relative to the folder of the configuration file.
    static func path(_ text: String, in folder: String) throws(ConfigurationValueError) -> String {
        guard !text.isEmpty, !text.utf8.contains(0) else {
            throw ConfigurationValueError("must be a path, and not an empty one")
        }
        return text.hasPrefix("/") || folder.isEmpty ? text : "\(folder)/\(text)"
    }
}

extension Configuration.Listen: CustomStringConvertible {
    /// `HOST:PORT`, with brackets where the host has colons.
    var description: String { "\(host.contains(":") ? "[\(host)]" : host):\(port)" }
}
