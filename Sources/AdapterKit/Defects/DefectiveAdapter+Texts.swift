import Raster
import Synchronization

/// What becomes of names, descriptions and tags on their way in.
extension DefectiveAdapter {
    /// The draft as the adapter keeps it.
    func altered(_ draft: AssetDraft) -> AssetDraft {
        var draft = draft
        draft.name = kept(draft.name, asName: true)
        draft.description = kept(draft.description)
        draft.tags = kept(draft.tags)
        if has(.guessesMediaTypes) { draft.contentType = "application/octet-stream" }
        return draft
    }

    /// The state as the adapter keeps it for the asset `id`.
    func altered(_ desired: DesiredState, of id: NativeID) async throws(StorageError) -> DesiredState {
        var desired = desired
        desired.name = kept(desired.name, asName: true)
        desired.description = kept(desired.description)
        desired.tags = kept(desired.tags)
        guard let before = try? await base.stat(id) else { return desired }
        if has(.keepsClearedDescriptions), desired.description?.isEmpty != false {
            desired.description = before.description
        }
        if has(.keepsClearedTags), desired.tags.isEmpty { desired.tags = before.tags ?? [] }
        if has(.keepsOldNames), let name = before.name { desired.name = name }
        return desired
    }

    /// Takes description and tags away.
    func forgetTexts(of id: NativeID) async throws(StorageError) {
        let asset = try await base.stat(id)
        let key = NaturalKey(
            organization: "", library: "", asset: asset.asset ?? "", filename: asset.filename ?? "")
        try await base.update(
            id, DesiredState(key: key, name: asset.name ?? "", description: nil, tags: []))
    }

    private func kept(_ description: String?) -> String? {
        guard let description else { return has(.writesNull) ? "null" : nil }
        return kept(description, asName: false)
    }

    private func kept(_ text: String, asName isName: Bool) -> String {
        switch defect {
        case .keepsASCIINames where isName: text.ascii
        case .normalizesTexts: text.composed
        case .trimsTexts: text.trimmingSpaces
        case .joinsLines where !isName: text.replacing("\n", with: " ")
        case .escapesMarkup: text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
        case .cutsDescriptions where !isName: String(text.prefix(1000))
        default: text
        }
    }

    private func kept(_ tags: [String]) -> [String] {
        switch defect {
        case .splitsTagsAtCommas: tags.flatMap { $0.split(separator: ",").map { String($0).trimmingSpaces } }
        case .lowersTags: Array(Set(tags.map { $0.lowercased() }))
        case .keepsTenTags: Array(tags.prefix(10))
        case .stripsTagPunctuation: tags.map { $0.filter { !"\"';[]\\%+=".contains($0) } }
        case .slugsTags: tags.map { $0.replacing(" ", with: "-") }
        case .keepsASCIITags: tags.map(\.ascii)
        case .cutsTags: tags.map { String($0.prefix(50)) }
        case .normalizesTexts: tags.map(\.composed)
        case .inventsTags where tags.isEmpty: ["untagged"]
        default: tags
        }
    }
}

extension String {
    fileprivate var ascii: String { String(map { $0.isASCII ? $0 : "?" }) }

    fileprivate var trimmingSpaces: String {
        let start = drop { $0.isWhitespace }
        let count = start.reversed().prefix { $0.isWhitespace }.count
        return String(start.dropLast(count))
    }

    /// With the one letter composed that the checks use.
    fileprivate var composed: String {
        var scalars: [UnicodeScalar] = []
        for scalar in unicodeScalars {
            if scalar == "\u{301}", scalars.last == "e" {
                scalars[scalars.count - 1] = "\u{e9}"
            } else {
                scalars.append(scalar)
            }
        }
        return String(String.UnicodeScalarView(scalars))
    }
}
