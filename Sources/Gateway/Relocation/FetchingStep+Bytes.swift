import Bytes
import Raster

// From the announcement to the bytes.
extension FetchingStep {
    /// Puts the copy where it belongs, and tells the store from where to fetch.
    func tell(
        _ announced: PartialCopy, _ staging: GatewaySettings.Staging
    ) async throws -> RelocationStep.Outcome {
        guard let native = announced.native else { throw Self.nameless }
        var copy = try await placed(announced)
        let token = gateway.identifiers.fetchToken()
        (copy.token, copy.deadline) = (try NewSecret.digest(of: token), now + staging.lifetime)
        (copy.stage, copy.tellings) = (.fetching, copy.tellings + 1)
        try await keep(copy)
        try await fetch(copy, native, from: "\(staging.publicURL)/staging/\(token)")
        copy.stage = .told
        try await keep(copy, for: staging.poll)
        return .waiting
    }

    /// Tells the store; what it was surely not told is as if nobody had tried.
    private func fetch(_ copy: PartialCopy, _ native: NativeID, from address: String) async throws {
        do throws(StorageError) { try await fetching.fetch(draft, for: native, from: address) } catch {
            guard error.effect == .none else { throw error }
            var untold = copy
            (untold.token, untold.deadline, untold.stage) = (nil, nil, .announced)
            untold.tellings -= 1
            try await keep(untold)
            return try await asking { () async throws(StorageError) in throw error }
        }
    }

    func discardBytes(of native: NativeID) async throws {
        try await asking { () async throws(StorageError) in try await fetching.discardBytes(of: native) }
    }

    func arrive(
        _ whole: PartialCopy, _ native: NativeID, isUnseen: Bool = false
    ) async throws -> RelocationStep.Outcome {
        let copy = try await placed(whole)
        let home = NativeReference(target.name, native)
        try await step.arrive(
            Arriving(
                relocation: relocation, home: home, place: copy.place, shown: copy.shown,
                isUnseen: isUnseen))
        return .moved(asset.size)
    }

    func expected(_ copy: PartialCopy) async throws -> ExpectedBytes {
        var digest = asset.digest
        if digest == nil {
            let digests = try await step.digests(of: try await step.source(of: asset), of: asset, md5: false)
            digest = digests.sha256
        }
        guard let digest else { throw RelocationFault.otherBytes }
        var expected = ExpectedBytes(
            size: asset.size, digest: digest, md5: copy.md5, filename: asset.filename)
        expected.isOverdue = copy.deadline.map { now >= $0 } ?? true
        return expected
    }

    static let nameless = StorageError(
        .internal, "a copy was announced and has no identifier", side: .gateway)
}

// Where the copy lies.
extension FetchingStep {
    /// How often a place is made anew that the store does not have any more.
    private static let placesPerStep = 3

    /// The copy, where assets of its library belong.
    ///
    /// Where the account may not make places, or has none, it lies in none: the asset gets there, and the store is told
    /// its place once it may have one.
    private func placed(_ copy: PartialCopy) async throws -> PartialCopy {
        guard let tree = target.places, let native = copy.native else { return copy }
        do { return try await placed(copy, native, in: tree) } catch let error as StorageError
            where error.isForbidding
        { return copy }
    }

    /// A place that is gone is made anew.
    private func placed(
        _ copy: PartialCopy, _ native: NativeID, in tree: any PlaceTree
    ) async throws -> PartialCopy {
        for _ in 0..<Self.placesPerStep {
            let place = try await gateway.place(of: asset.library, in: asset.organization, at: target.name)
            guard let place, place != copy.place else { return copy }
            let isThere = try await asking { () async throws(StorageError) in
                try await move(native, to: place, in: tree)
            }
            if isThere {
                var copy = copy
                copy.place = place
                return copy
            }
            try await gateway.forgetPlace(
                place, of: PlaceKey(target.name, asset.organization, asset.library), at: target)
        }
        throw StorageError(.preconditionFailed, "places vanish as soon as they are made")
            .during("move", in: target.name)
    }

    /// Whether the asset lies there now; not where the place is gone.
    private func move(
        _ native: NativeID, to place: NativePlace, in tree: any PlaceTree
    ) async throws(StorageError) -> Bool {
        do throws(StorageError) {
            try await tree.move(native, to: place)
            return true
        } catch {
            guard error.kind == .preconditionFailed else { throw error }
            return false
        }
    }
}

extension StorageError {
    /// Whether the store would not do it the next time either.
    fileprivate var isForbidding: Bool {
        switch kind {
        case .denied, .invalid, .unsupported: effect == .none
        default: false
        }
    }
}
