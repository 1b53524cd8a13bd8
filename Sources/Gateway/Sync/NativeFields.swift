import Bytes
import Raster

/// What becomes of the fields of an asset of a backend, by Raster's rules.
enum NativeFields {
    /// What the catalog would have to change to show what `native` does; a field that the backend does not speak of
    /// stays.
    static func change(
        of known: KnownAsset, to native: NativeAsset, showing state: SHA256Digest
    ) -> NativeChange {
        var change = NativeChange(of: known, showing: state)
        if let name = Rules.nativeName(native.name), !same(name, known.asset.name) { change.name = name }
        if let text = native.description {
            let description = Rules.nativeDescription(text)
            if !same(description, known.asset.description ?? "") { change.description = description }
        }
        if let tags = native.tags.map(Rules.nativeTags), !sameSet(tags, known.asset.tags) {
            change.tags = tags
        }
        return change
    }

    /// By bytes: Swift takes differently composed spellings of one text for equal.
    private static func same(_ left: String, _ right: String) -> Bool {
        left.utf8.elementsEqual(right.utf8)
    }

    private static func sameSet(_ left: [String], _ right: [String]) -> Bool {
        Set(left.map { Array($0.utf8) }) == Set(right.map { Array($0.utf8) })
    }

    /// Calls `report` with what was made of each tag that breaks the rules.
    static func reportMappings(of native: NativeAsset, _ report: (TagMapping) -> Void) {
        for text in native.tags ?? [] {
            let tag = Rules.adoptedTag(Array(text.utf8))
            guard tag.map({ !same($0, text) }) ?? true else { continue }
            report(TagMapping(folder: text, tag: tag))
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
}
