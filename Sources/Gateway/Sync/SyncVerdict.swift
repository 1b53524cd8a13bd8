import Raster

/// What a backend said when it was asked about one asset.
enum NativeAnswer: Sendable {
    /// This.
    case there(NativeAsset)
    /// There is no such asset.
    case gone
    /// Nothing sensible; why, for people.
    case failed(String)
}

/// What is made of an asset that a backend has named.
enum SyncVerdict: Sendable {
    /// Nothing.
    case unchanged(KnownAsset)
    /// The catalog takes over what the backend shows, or only notes what that is.
    case changed(NativeChange)
    /// It becomes an asset.
    case add(FoundAsset)
    /// It is deleted: a second copy of an asset, which lives on in its home.
    case remove(KnownAsset)
    /// It is the home of an asset from now on, whose home is gone.
    case move(KnownAsset, NativeAsset)
    /// It has become that.
    case moved(KnownAsset)
    /// It is left alone.
    case skip(SyncSkip)
    /// Nothing can be made of it, for this reason.
    case failed(String)
}

/// An asset that a page has named, with what is known of it.
struct SyncItem: Sendable {
    /// What has been counted of it in earlier walks of the run.
    enum Earlier: Sendable, Equatable { case nothing, counted, skipped(SyncSkip) }

    /// The asset.
    var native: NativeAsset
    /// The asset whose home it is.
    var known: KnownAsset?
    /// What is to be done.
    var step: SyncJudge.Step
    /// What has been counted of it.
    var earlier: Earlier
    /// Whether a page of this walk has named it already.
    var isNamed: Bool

    /// What the backend must be asked about before anything is done.
    var questions: [NativeID] {
        switch step {
        case .unchanged, .skip: []
        case .look: [native.id]
        case .copy(let known): [native.id, known.asset.home.id]
        case .take(let id): id == nil && native.size != nil ? [] : [native.id]
        }
    }
}

extension SyncJudge {
    /// What else a verdict needs.
    struct Means: Sendable {
        /// A new id.
        var newID: @Sendable () -> AssetID
        /// An asset of the library, made of one of the backend.
        var asset: @Sendable (NativeAsset, AssetID) -> Asset?
    }

    /// What is made of `item`, now that the backend has answered.
    func verdict(
        on item: SyncItem, _ answers: [NativeID: NativeAnswer], _ means: Means
    ) throws -> SyncVerdict {
        switch item.step {
        case .unchanged(let known): return .unchanged(known)
        case .skip(let reason): return .skip(reason)
        case .look(let known): return try look(at: known, answers[item.native.id])
        case .copy(let known):
            return try copy(item.native, of: known, answers, means)
        case .take(let id): return try take(item, id, answers[item.native.id], means)
        }
    }

    private func look(at known: KnownAsset, _ answer: NativeAnswer?) throws -> SyncVerdict {
        switch answer {
        case .gone, nil: return .skip(.busy)
        case .failed(let reason): return .failed(reason)
        case .there(let native):
            if let size = native.size, size != known.asset.size {
                return .failed("it has \(size) bytes there, and \(known.asset.size) in the catalog")
            }
            let state = try fields.state(of: native, beside: known.asset)
            if known.isWaiting || state == known.state { return .unchanged(known) }
            return .changed(fields.change(of: known, to: native, showing: state))
        }
    }

    private func copy(
        _ native: NativeAsset, of known: KnownAsset, _ answers: [NativeID: NativeAnswer], _ means: Means
    ) throws -> SyncVerdict {
        // Its asset lives in another backend: it may be on its way from there, or to there.
        guard answers[known.asset.home.id] != nil else { return .skip(.elsewhere) }
        switch (answers[native.id], answers[known.asset.home.id]) {
        case (.failed(let reason), _), (_, .failed(let reason)): return .failed(reason)
        case (.there(let copy), .gone) where Self.isSameBytes(copy, known): return .move(known, copy)
        case (.there(let copy), .there(let home))
        where Self.isSameBytes(copy, known) && Self.isSamePlace(copy, home):
            return isReadOnly ? .skip(.kept) : .remove(known)
        case (.there(let copy), _):
            switch foreign(copy, isCopy: true) {
            case .skip(let reason): return .skip(reason)
            default: return try add(copy, as: means.newID(), means)
            }
        default: return .skip(.busy)
        }
    }

    private func take(
        _ item: SyncItem, _ id: AssetID?, _ answer: NativeAnswer?, _ means: Means
    ) throws -> SyncVerdict {
        switch answer {
        case .gone: return .skip(.busy)
        case .failed(let reason): return .failed(reason)
        case .there(let native): return try add(native, as: id ?? means.newID(), means)
        case nil: return try add(item.native, as: id ?? means.newID(), means)
        }
    }

    private func add(_ native: NativeAsset, as id: AssetID, _ means: Means) throws -> SyncVerdict {
        guard let asset = means.asset(native, id) else { return .skip(.incomplete) }
        let state = try fields.state(of: native, beside: asset)
        return .add(FoundAsset(asset, at: native.place, showing: state))
    }
}
