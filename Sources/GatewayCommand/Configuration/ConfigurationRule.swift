import Raster

/// What must hold between keys, or between a key and the machine.
struct ConfigurationRule: Sendable {
    /// What follows where it does not hold.
    enum Weight: Sendable {
        /// The configuration cannot be used.
        case error
        /// A server does not start with it.
        case servingError
        /// Someone should look at it.
        case warning
    }

    /// What is wrong where it does not hold, to stand after the key.
    struct Complaint {
        /// What is wrong.
        let message: String
        /// What to do about it.
        let remedy: String
        /// The key that is meant, where it is not the rule's first.
        var key: String?

        /// A complaint.
        init(_ message: String, remedy: String, key: String? = nil) {
            self.message = message
            self.remedy = remedy
            self.key = key
        }
    }

    /// The keys that it looks at; the first is the one to be mended.
    let keys: [String]
    /// What follows where it does not hold.
    let weight: Weight
    /// What is wrong, if anything.
    let complaints: @Sendable (Configuration, ConfigurationSurroundings) -> [Complaint]

    /// A rule that either holds or not.
    init(
        _ keys: String..., weight: Weight,
        _ complaint: @escaping @Sendable (Configuration, ConfigurationSurroundings) -> Complaint?
    ) {
        self.keys = keys
        self.weight = weight
        complaints = { configuration, surroundings in
            complaint(configuration, surroundings).map { [$0] } ?? []
        }
    }

    /// A rule about every secret there is.
    init(
        secrets weight: Weight,
        _ complaint: @escaping @Sendable (Secret, ConfigurationSurroundings) -> Complaint?
    ) {
        keys = ["listen"]
        self.weight = weight
        complaints = { configuration, surroundings in
            configuration.secrets.compactMap { key, secret in
                complaint(secret, surroundings).map {
                    Complaint($0.message, remedy: $0.remedy, key: key)
                }
            }
        }
    }
}

/// What rules may look at beside the configuration.
struct ConfigurationSurroundings: Sendable {
    /// Which file systems lie where.
    var mounts: MountTable
    /// The permission bits of a file; `nil` where there is none.
    var mode: @Sendable (_ path: String) -> UInt32?

    /// Those of this process.
    static var current: ConfigurationSurroundings {
        ConfigurationSurroundings(mounts: .current) { FileFacts($0)?.mode }
    }
}
