import MicroHTTP
import Raster

extension ConfigurationRule {
    /// Every rule.
    static let all: [ConfigurationRule] = storeRules + networkRules + stagingRules + mailRules + limitRules

    private static let storeRules: [ConfigurationRule] = [
        ConfigurationRule("defaultAdapter", "adapters", weight: .error) { configuration, _ in
            unknown(configuration.defaultStore, configuration)
        },
        ConfigurationRule("anonymous.adapter", "adapters", weight: .error) { configuration, _ in
            configuration.anonymousStore.flatMap { unknown($0, configuration) }
        },
        ConfigurationRule("adapters", "dataDirectory", weight: .error) { configuration, _ in
            guard let (inner, outer) = StoreFolders(configuration).clash else { return nil }
            return Complaint(
                "has \"\(inner)\" in a folder of \"\(outer)\", where each would take the other's files for its own",
                remedy: "give every store a folder of its own; a folder of null is the data directory")
        },
        ConfigurationRule("dataDirectory", weight: .warning) { configuration, surroundings in
            guard let kind = surroundings.mounts.networkKind(of: configuration.dataDirectory) else {
                return nil
            }
            return Complaint(
                "lies on a network file system (\(kind)), where the catalog is neither safe nor fast",
                remedy: "keep it on a disk of this machine, and give the store a \"folder\" over there")
        },
        ConfigurationRule("adapters", "limits.handlerSeconds", weight: .warning) { configuration, _ in
            let limit = configuration.limits.handlerTime
            let slow = configuration.stores.first { store in
                if case .imgbt(let vault) = store.kind { vault.requestTime >= limit } else { false }
            }
            return slow.map { store in
                Complaint(
                    "has \"\(store.name)\", whose \"requestSeconds\" is no less than \"limits.handlerSeconds\": "
                        + "clients are told that an upload failed before the store has answered",
                    remedy: "lower \"requestSeconds\", or raise \"limits.handlerSeconds\"")
            }
        },
        ConfigurationRule(secrets: .warning) { exposure(of: $0, $1) },
    ]

    private static let networkRules: [ConfigurationRule] = [
        ConfigurationRule("listen", "insecure", "trustedProxies", weight: .servingError) { configuration, _ in
            guard !configuration.isTransportSafe else { return nil }
            return Complaint(
                "can be reached from other machines, and plain HTTP would show API keys to the network",
                remedy: "listen on 127.0.0.1, name your TLS proxy in \"trustedProxies\", or add --insecure")
        },
        ConfigurationRule("insecure", "listen", weight: .warning) { configuration, _ in
            guard configuration.isInsecure, !configuration.listen.isLoopback else { return nil }
            return Complaint(
                "shows API keys to the network of \(configuration.listen)",
                remedy: "put a TLS proxy in front, name it in \"trustedProxies\", and take \"insecure\" away")
        },
        ConfigurationRule("publicURL", "listen", weight: .warning) { configuration, _ in
            guard let url = configuration.publicURL, !configuration.listen.isLoopback,
                !configuration.isInsecure, !url.hasPrefix("https://")
            else { return nil }
            return Complaint(
                "is not https, although clients come over a network",
                remedy: "give the address of the TLS proxy, such as https://dam.example.com")
        },
        ConfigurationRule("publicURL", "trustedProxies", weight: .warning) { configuration, _ in
            guard configuration.publicURL == nil, !configuration.trustedProxies.isEmpty else { return nil }
            return Complaint(
                "is not set, so that assets get URLs of the gateway instead of the proxy's",
                remedy: "give what clients see, such as \"publicURL\": \"https://dam.example.com\"")
        },
    ]

    private static let limitRules: [ConfigurationRule] = [
        cap("unclaimed.libraries", "hobby.libraries", \.unclaimedLibraries, \.hobbyLibraries),
        cap("unclaimed.bytes", "hobby.bytes", \.unclaimedBytes, \.hobbyBytes),
        cap("unclaimed.bytes", "anonymous.maxTotalBytes", \.unclaimedBytes, \.anonymousMaximumTotalBytes),
        cap(
            "limits.requestsInFlight", "limits.connections", \.limits.requestsInFlight, \.limits.connections),
    ]

    /// The complaint about a secret that every user of the machine may read.
    static func exposure(of secret: Secret, _ surroundings: ConfigurationSurroundings) -> Complaint? {
        guard case .file(let path) = secret.origin, let mode = surroundings.mode(path), mode & 0o007 != 0
        else {
            return nil
        }
        return Complaint(
            "names the file \(path), which every user of this machine may read",
            remedy: "chmod o= \(path.shellQuoted)")
    }

    /// The warning that one number is above another that makes it pointless.
    private static func cap(
        _ key: String, _ limit: String, _ value: any KeyPath<Configuration, Int> & Sendable,
        _ bound: any KeyPath<Configuration, Int> & Sendable
    ) -> ConfigurationRule {
        ConfigurationRule(key, limit, weight: .warning) { configuration, _ in
            let (value, bound) = (configuration[keyPath: value], configuration[keyPath: bound])
            guard value > bound else { return nil }
            return Complaint(
                "is \(value), above \"\(limit)\", which is \(bound)",
                remedy: "lower it, or raise \"\(limit)\"")
        }
    }

    private static func unknown(_ name: AdapterName, _ configuration: Configuration) -> Complaint? {
        let names = configuration.stores.map(\.name)
        guard !names.contains(name) else { return nil }
        return Complaint(
            "is \"\(name)\", which is none of the adapters: \(names.map(\.rawValue).joined(separator: ", "))",
            remedy: "name one of them, or add \"\(name)\" to \"adapters\"")
    }
}
