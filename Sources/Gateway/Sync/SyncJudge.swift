import Bytes
import Raster

/// Decides what an asset means that a backend has named, seen against what the catalog knows.
///
/// A page of a listing may be old by the time it is read, so that it is a hint and never a reason: whatever is to
/// change something known, or makes an asset under an id of the gateway's own, is asked of the backend again first.
struct SyncJudge: Sendable {
    /// Something to be done about an asset.
    enum Step: Sendable {
        /// It is as it was, or the catalog's own changes are still to come.
        case unchanged(KnownAsset)
        /// It seems to differ, or is there again: look at it.
        case look(KnownAsset)
        /// It says that it is an asset which has another home: look at both.
        case copy(KnownAsset)
        /// Nobody knows it: take it over; with its own id, after a look, if that is the gateway's.
        case take(AssetID?)
        /// It is left alone.
        case skip(SyncSkip)
    }

    /// Whose an asset is, as far as it says so itself or lies in somebody's place.
    private enum Belonging { case this, other, nobody }

    /// The library that is compared.
    let library: Library
    /// What becomes of fields.
    let fields: NativeFields
    /// Whether nothing may be changed in the backend.
    let isReadOnly: Bool
    /// Its area, and those of the other libraries of the backend.
    private let area: NativePlace?
    private let others: [(organization: OrganizationID, library: LibraryID, area: NativePlace?)]

    /// The judge of a comparison of `library` with `adapter`, beside the other libraries of `start`.
    init(_ library: Library, _ start: SyncStart, _ adapter: any Adapter) {
        self.library = library
        fields = NativeFields(adapter: adapter)
        isReadOnly = adapter.updating == nil
        func area(_ library: Library) -> NativePlace? {
            start.places[library.key] ?? adapter.enumeration?.area(of: library.id, in: library.organization)
        }
        self.area = area(library)
        others = start.libraries.filter { $0.key != library.key }.map { other in
            (other.organization, other.id, area(other))
        }
    }

    /// What is to be done about `native`.
    func step(_ native: NativeAsset, _ knowledge: SyncKnowledge) throws -> Step {
        if let known = knowledge.known { return try step(native, known) }
        if knowledge.isPurged { return .skip(.purged) }
        if let claimed = knowledge.claimed {
            if claimed.isLeaving || knowledge.isBusy { return .skip(.busy) }
            return .copy(claimed)
        }
        return knowledge.isBusy ? .skip(.busy) : foreign(native)
    }

    private func step(_ native: NativeAsset, _ known: KnownAsset) throws -> Step {
        if known.isLeaving { return .skip(.busy) }
        let isSame = native.size ?? known.asset.size == known.asset.size
        guard isSame, known.missing == nil else { return .look(known) }
        if known.isWaiting { return .unchanged(known) }
        return try fields.state(of: native, beside: known.asset) == known.state
            ? .unchanged(known) : .look(known)
    }

    /// What is to be done about an asset that is nobody's by its id.
    func foreign(_ native: NativeAsset, isCopy: Bool = false) -> Step {
        switch belonging(native) {
        case .other: .skip(.otherLibrary)
        case .this: .take(isCopy ? nil : native.asset.flatMap { Rules.isAssetID($0.rawValue) ? $0 : nil })
        case .nobody: .take(nil)
        }
    }

    private func belonging(_ native: NativeAsset) -> Belonging {
        if let organization = native.organization, let id = native.library {
            if organization == library.organization, id == library.id { return .this }
            if others.contains(where: { $0.organization == organization && $0.library == id }) {
                return .other
            }
        }
        guard let place = native.place else { return .nobody }
        if let area, Self.lies(place, in: area) { return .this }
        return others.contains { $0.area.map { Self.lies(place, in: $0) } ?? false } ? .other : .nobody
    }

    /// Whether a place is an area, or lies below it.
    static func lies(_ place: NativePlace, in area: NativePlace) -> Bool {
        let (place, area) = (place.rawValue.utf8, area.rawValue.utf8)
        guard place.starts(with: area) else { return false }
        return place.count == area.count || place.dropFirst(area.count).first == UInt8(ascii: "/")
    }

    /// Whether a second copy may be taken for what an upload has left behind: the same bytes, as far as can be told.
    static func isSameBytes(_ native: NativeAsset, _ known: KnownAsset) -> Bool {
        guard native.size == known.asset.size else { return false }
        guard let digest = native.digest, let own = known.asset.digest else { return true }
        return digest == own
    }

    /// Whether a second copy lies where the gateway itself would have put it.
    ///
    /// People put theirs elsewhere.
    static func isSamePlace(_ copy: NativeAsset, _ home: NativeAsset) -> Bool {
        guard let place = copy.place, let own = home.place else { return true }
        return place == own
    }
}
