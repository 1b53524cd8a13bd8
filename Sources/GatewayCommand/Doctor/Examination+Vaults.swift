import Raster

// Stores across a network: whether they answer, and take the gateway for who it is.
extension Examination {
    /// A finding for each store across a network.
    func vaults() async -> [Finding] {
        var findings: [Finding] = []
        for store in configuration.stores where !store.isDisk { findings.append(await vault(store)) }
        return findings
    }

    /// Asks a store for the beginning of its list, or for something, once.
    private func vault(_ store: Configuration.Store) async -> Finding {
        let check = "\(store.noun) \(store.name)"
        guard StoreType.of(store).secrets(store.kind).allSatisfy({ !$0.secret.reveal().isEmpty }) else {
            return .warning(
                check, "it was not asked, since its secret is not here; a server may have it",
                remedy: "run this where the secret is, as under the server's environment")
        }
        do {
            guard let adapter = try await Composition.store(store.name, of: configuration) else {
                return .warning(check, "it cannot be opened", remedy: "see what is configured for it")
            }
            try await ask(adapter)
            return .ok(check, "answers" + Self.note(on: adapter))
        } catch let error as StorageError {
            return .problem(check, error.message, remedy: Self.remedy(for: error.kind, store.name))
        } catch { return .problem(check, "\(error)", remedy: "see what is configured for it") }
    }

    /// Asks for what any key may see.
    ///
    /// A store that cannot list says that there is no such asset, unless it does not take the key.
    private func ask(_ adapter: any Adapter) async throws(StorageError) {
        if let enumeration = adapter.enumeration {
            _ = try await enumeration.list(in: nil, after: nil)
            return
        }
        do throws(StorageError) { _ = try await adapter.stat(Self.nobody) } catch {
            guard error.kind == .notFound else { throw error }
        }
    }

    /// An identifier of the form that Media Pocket has, and of no asset.
    private static let nobody = NativeID("gateway-doctor-asks-")

    /// What people may be surprised by.
    private static func note(on adapter: any Adapter) -> String {
        guard let bin = adapter.trash else { return "" }
        let days = Int(bin.retention / .seconds(86_400))
        return "; what is in the trash lies in the store's bin too, which keeps \(days) days"
    }

    /// What to do about a store that refuses to list what it holds.
    static func remedy(for kind: StorageError.Kind, _ name: AdapterName) -> String {
        switch kind {
        case .unauthenticated, .denied:
            "give adapters.\(name) a key that the store accepts (\"secret\", \"apiKey\")"
        case .invalid, .notFound: "see that what adapters.\(name) names there, and its path, are right"
        case .unavailable, .timedOut:
            "see that adapters.\(name).url is right and can be reached from here; changes wait meanwhile"
        case .rateLimited: "wait: the store wants to be asked less often"
        default: "see that adapters.\(name).url leads to the store itself, and to no page about it"
        }
    }
}

extension Configuration.Store {
    /// What its vendor calls the whole of it.
    fileprivate var noun: String {
        switch kind {
        case .disk: "store"
        case .imgbt: "vault"
        case .mediaPocket: "account"
        }
    }
}
