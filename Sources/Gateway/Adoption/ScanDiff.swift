import Raster

/// What a file that was met means, seen against what the catalog knows; no file and no catalog is touched.
enum ScanStep: Equatable {
    /// As it was.
    case unchanged(AssetKey)
    /// As it was, after it had been missing.
    case returned(AssetKey)
    /// At a known path, with other figures.
    case changed(AdoptedFile)
    /// At an unknown path, and its asset was purged.
    case unwanted
    /// Its asset is just being purged: left to whoever does that.
    case busy(AssetKey)
    /// At an unknown path.
    case unknown
}

/// Compares what is met with what is known.
enum ScanDiff {
    /// What `file` means, where the catalog knows `known` at its path, or a tombstone.
    static func step(_ file: SurveyedFile, known: AdoptedFile?, hasTombstone: Bool) -> ScanStep {
        guard let known else { return hasTombstone ? .unwanted : .unknown }
        guard known.visibility != .purging else { return .busy(known.key) }
        guard known.figures.showsNoChange(from: file.figures) else { return .changed(known) }
        return known.missingSince == nil ? .unchanged(known.key) : .returned(known.key)
    }

    /// Which of the `candidates` that were the same file may be the asset of a file at a new path.
    ///
    /// A file whose old path is still there is another name of the same file, and a new asset.
    static func origin(
        of file: SurveyedFile, among candidates: [AdoptedFile], taken: Set<AssetKey>,
        isGone: (AdoptedFile) throws(StorageError) -> Bool
    ) throws(StorageError) -> AdoptedFile? {
        for candidate in candidates {
            guard candidate.visibility != .purging, !taken.contains(candidate.key),
                candidate.figures.showsNoChange(from: file.figures), candidate.id != file.id,
                try isGone(candidate)
            else { continue }
            return candidate
        }
        return nil
    }

    /// Whether nothing is known of a path because it lies in an unreadable place, or is one.
    static func isHidden(_ id: NativeID, by places: Set<NativeID>) -> Bool {
        guard !places.isEmpty else { return false }
        if places.contains("") || places.contains(id) { return true }
        let path = id.rawValue
        var end = path.utf8.startIndex
        while let slash = path.utf8[end...].firstIndex(of: UInt8(ascii: "/")) {
            if places.contains(NativeID(path[..<slash])) { return true }
            end = path.utf8.index(after: slash)
        }
        return false
    }
}
