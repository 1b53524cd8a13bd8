import Foundation

extension ConfigurationReading {
    /// What is wrong with the configuration, as `doctor` says it.
    var findings: [Finding] {
        let wrong = (problems + servingProblems).map { problem in
            Finding.problem("configuration", problem.lines[0], remedy: problem.remedy)
        }
        let odd = warnings.map { Finding.warning("configuration", $0.lines[0], remedy: $0.remedy) }
        return wrong + odd + (wrong.isEmpty && odd.isEmpty ? [.ok("configuration", summary)] : [])
    }
}

extension CommandContext {
    /// Whether the secrets are there, which a server needs, and whether others may change the file that says where.
    var secretFindings: [Finding] {
        missingSecrets + fileFindings(configurationFile.flatMap { FileFacts($0) })
    }

    private var missingSecrets: [Finding] {
        configuration.secrets.map { finding(of: $0.secret, $0.key) }
    }

    /// The configuration with the texts of its secrets, as far as they are to be had here.
    var configurationWithSecrets: Configuration {
        var whole = configuration
        whole.mail.password = present(whole.mail.password)
        whole.stores = whole.stores.map { store in
            switch store.kind {
            case .disk: return store
            case .imgbt(let vault):
                return Configuration.Store(name: store.name, .imgbt(withSecret(vault)))
            case .mediaPocket(let account):
                return Configuration.Store(name: store.name, .mediaPocket(withSecret(account)))
            }
        }
        return whole
    }

    /// `store` with the text of its key, as far as that is to be had here.
    private func withSecret<Store: NetworkedStore>(_ store: Store) -> Store {
        var whole = store
        whole.secret = present(store.secret)
        return whole
    }

    /// The secret with its text, where that is to be had here; otherwise as it was.
    func present(_ secret: Secret?) -> Secret? {
        secret.map { (try? Secret($0.json, ConfigurationSource(environment: environment))) ?? $0 }
    }

    /// Whether a server that is started here would have `secret`.
    func finding(of secret: Secret, _ key: String) -> Finding {
        do throws(ConfigurationValueError) {
            _ = try Secret(secret.json, ConfigurationSource(environment: environment))
            return .ok("secret \(key)", "\(secret)")
        } catch {
            let remedy = error.remedy ?? "correct \(key)"
            if case .variable = secret.origin {
                return .warning("secret \(key)", "\(error) here; a server may have it", remedy: remedy)
            }
            return .problem("secret \(key)", "\(error)", remedy: remedy)
        }
    }

    /// Whoever may change the configuration may have the gateway read and write other files.
    func fileFindings(_ facts: FileFacts?) -> [Finding] {
        guard let configurationFile, let facts, facts.mode & 0o002 != 0 else { return [] }
        return [
            .problem(
                "configuration file", "every user of this machine may change \(configurationFile)",
                remedy: "chmod o-w \(configurationFile.shellQuoted)")
        ]
    }
}
