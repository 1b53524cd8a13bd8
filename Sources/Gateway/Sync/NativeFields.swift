import Bytes
import Raster

/// What becomes of the fields of an asset of a backend, by Raster's rules and by what the backend does to them.
struct NativeFields: Sendable {
    /// The backend.
    let adapter: any Adapter

    /// Digest of what `native` shows; what the backend does not say counts as being as it is in `asset`.
    func state(of native: NativeAsset, beside asset: Asset) throws -> SHA256Digest {
        let key = NaturalKey(
            organization: asset.organization, library: asset.library, asset: asset.id,
            filename: asset.filename)
        let desired = DesiredState(
            key: key, name: asset.name, description: asset.description, tags: asset.tags,
            digest: asset.digest, isTrashed: asset.trashed != nil)
        return try MirrorDigest.of(native, in: adapter, desired: desired)
    }

    /// What the catalog has to change to say what `native` shows.
    ///
    /// A field stays that the backend does not speak of, that it drops, or that it shows as it must.
    func change(
        of known: KnownAsset, to native: NativeAsset, showing state: SHA256Digest
    ) -> NativeChange {
        var change = NativeChange(of: known, showing: state)
        let asset = known.asset
        if let text = native.name, let name = Rules.nativeName(text), differs(.name, text, from: asset.name) {
            change.name = name
        }
        if let text = native.description, differs(.description, text, from: asset.description ?? "") {
            change.description = Rules.nativeDescription(text)
        }
        if let tags = native.tags, differs(tags, from: asset.tags) { change.tags = Rules.nativeTags(tags) }
        return change.withoutSame()
    }

    /// Whether the backend shows something else than it would if it were told `own`.
    private func differs(_ field: AssetField, _ shown: String, from own: String) -> Bool {
        guard !own.isEmpty else { return !shown.isEmpty }
        switch adapter.fidelity(of: field, .text(own)) {
        case .exact: return !shown.isSame(as: own)
        case .transformed(.text(let other)): return !shown.isSame(as: other)
        case .transformed, .dropped: return false
        }
    }

    private func differs(_ shown: [String], from own: [String]) -> Bool {
        guard !own.isEmpty else { return !shown.isEmpty }
        switch adapter.fidelity(of: .tags, .list(own)) {
        case .exact: return shown.bytes != own.bytes
        case .transformed(.list(let other)): return shown.bytes != other.bytes
        case .transformed, .dropped: return false
        }
    }

    /// The asset that `native` becomes under `id`; `nil` where the backend does not say how large it is.
    ///
    /// A digest is believed only of what the gateway itself has stored: of others nobody knows what they mean by it.
    static func asset(
        _ native: NativeAsset, as id: AssetID, in library: Library, home: NativeReference, at now: Timestamp,
        mediaType: (String, String?, [UInt8]) -> String
    ) -> Asset? {
        guard let size = native.size else { return nil }
        let filename = Rules.nativeFilename(native.filename, or: native.id.rawValue)
        let created = min(native.created ?? now, now)
        let description = native.description.map(Rules.nativeDescription).flatMap { $0.isEmpty ? nil : $0 }
        return Asset(
            id: id, organization: library.organization, library: library.id,
            name: Rules.nativeName(native.name) ?? Rules.stem(of: filename), filename: filename,
            contentType: native.contentType ?? mediaType(filename, nil, []), size: size,
            digest: native.asset == nil ? nil : native.digest, description: description,
            tags: Rules.nativeTags(native.tags ?? []), created: created,
            updated: max(created, min(native.updated ?? created, now)), home: home)
    }

    /// Calls `report` with what was made of each tag that breaks the rules.
    static func reportMappings(of native: NativeAsset, _ report: (TagMapping) -> Void) {
        for text in native.tags ?? [] {
            let tag = Rules.adoptedTag(Array(text.utf8))
            guard tag.map({ !$0.isSame(as: text) }) ?? true else { continue }
            report(TagMapping(folder: text, tag: tag))
        }
    }
}

extension NativeChange {
    /// The change without what the catalog says already, by its own rules.
    fileprivate func withoutSame() -> NativeChange {
        var change = self
        let asset = known.asset
        if let name, name.isSame(as: asset.name) { change.name = nil }
        if let description, description.isSame(as: asset.description ?? "") { change.description = nil }
        if let tags, tags.bytes == asset.tags.bytes { change.tags = nil }
        return change
    }
}

extension String {
    /// By bytes: Swift takes differently composed spellings of one text for equal.
    fileprivate func isSame(as other: String) -> Bool { utf8.elementsEqual(other.utf8) }
}

extension [String] {
    /// The texts as a set, by bytes.
    fileprivate var bytes: Set<[UInt8]> { Set<[UInt8]>(map { [UInt8]($0.utf8) }) }
}
