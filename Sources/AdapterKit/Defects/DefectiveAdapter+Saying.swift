import Bytes
import HTTPCore
import Raster
import Synchronization

/// What the adapter says of itself, of assets, and of what went wrong.
extension DefectiveAdapter {
    var name: AdapterName { has(.hasNoName) ? "" : base.name }
    var kind: String { has(.hasNoKind) ? "" : base.kind }
    var takesUploads: Bool { !has(.takesInSecretly) }

    var limits: AdapterLimits {
        switch defect {
        case .allowsNothing: return AdapterLimits(concurrency: 0)
        case .limitsByMood: return AdapterLimits(maximumBytes: 1_000_000_000 + mood(), pageSize: 10)
        case .settlesBackwards:
            var limits = base.limits
            limits.settleTime = .seconds(-1)
            return limits
        default: return base.limits
        }
    }

    var spoolFolder: String? {
        switch defect {
        case .spoolsNowhere: "spool"
        case .losesSpooledFiles: "/tmp"
        default: nil
        }
    }

    var refusal: StorageError? {
        has(.refusesForGood) ? StorageError(.unavailable, "planted: it is down", side: .gateway) : nil
    }

    func fidelity(of field: AssetField, _ value: FieldValue) -> Fidelity {
        switch (defect, field) {
        case (.foretellsLossOfBytes, .bytes): .dropped("no room")
        case (.losesWithoutReason, .created): .dropped("")
        case (.changesKinds, .tags) where value == .list(["B", "a", "B"]): .transformed(.text("B, a"))
        case (.foretellsByMood, .name): mood().isMultiple(of: 2) ? .exact : .dropped("not today")
        default: .exact
        }
    }

    /// `asset` as the adapter describes it when it is asked for `id`.
    func described(_ asset: NativeAsset, as id: NativeID) -> NativeAsset {
        var asset = asset
        asset.id = id
        let isDamaged = past.withLock { $0.damaged.contains(id) }
        switch defect {
        case .inventsSizes: asset.size = asset.size.map { $0 + 1 }
        case .claimsAnotherKey: asset.asset = "another"
        case .manglesFilenames: asset.filename = asset.filename.map { $0 + "~" }
        case .decodesEscapes: asset.filename = asset.filename.flatMap { PercentEncoding.decode($0) }
        case .decodesPlusSigns: asset.filename = asset.filename?.replacing("+", with: " ")
        case .ticksAtEveryLook: asset.updated = Timestamp(milliseconds: Int64(4_000_000_000_000 + mood()))
        case .changesBeforeCreation: asset.updated = asset.created.map { $0 - .seconds(1) }
        case .renewsCreation where isDamaged: asset.created = asset.updated
        case .inventsDigests: asset.digest = .zero
        case .garblesDigests where isDamaged: asset.digest = asset.digest.map { _ in .zero } ?? nil
        case .spellsMD5InCapitals: asset.md5 = asset.size == 3 ? "900150983CD24FB0D6963F7D28E17F72" : nil
        default: break
        }
        return asset
    }

    /// What the adapter makes of an error.
    func altered(_ error: StorageError) -> StorageError {
        switch (defect, error.kind) {
        case (.liesAboutEffects, .notFound): StorageError(error.kind, "planted", effect: .unknown)
        case (.hopesForTheAbsent, .notFound): StorageError(error.kind, "planted", retry: .allowed)
        case (.hopesForTheInvalid, .invalid):
            StorageError(error.kind, "planted", retry: .after(.seconds(1)), side: .client)
        case (.blamesTheBackend, .invalid): StorageError(error.kind, "planted")
        case (.repeatsWithEffect, .alreadyExists): StorageError(error.kind, "planted", effect: .done)
        case (.speaksInLines, .notFound): StorageError(error.kind, "<html>\n<body>planted</body>\n</html>")
        default: error
        }
    }
}

extension SHA256Digest {
    fileprivate static var zero: SHA256Digest? { SHA256Digest(Array(repeating: 0, count: 32)) }
}
