import Bytes
import Raster
import Synchronization

extension DefectiveAdapter: Finding, Enumerating, Updating {
    // Without it, a repeat is prevented by nothing but the refusal.
    var finding: (any Finding)? { has(.storesTwice) || has(.overwrites) ? nil : self }
    var enumeration: (any Enumerating)? { self }
    var updating: (any Updating)? { self }

    func find(_ key: NaturalKey) async throws(StorageError) -> FindingResult {
        let result = try await base.find(key)
        if let defective = try await foundBadly(key, result) { return defective }
        let bogus = FindingResult.found(NativeAsset(id: "-bogus"))
        switch defect {
        case .findsNothing: return .absent
        case .findsAnything: return result == .absent ? bogus : result
        case .findsHalves: return result == .cannotTell ? bogus : result
        case .findsTheDeleted: return past.withLock { $0.deleted[key].map { .found($0) } } ?? result
        case .findsByFilename:
            let id = past.withLock { $0.keys.last { $0.key.filename == key.filename }?.id }
            guard result != .absent, let id else { return result }
            return .found(try await base.stat(id))
        default: return result
        }
    }

    func list(in place: NativePlace?, after token: PageToken?) async throws(StorageError) -> NativePage {
        past.withLock { $0.writesInARow = 0 }
        try await failToList(place, token)
        if has(.miscallsBookmarks), token == PageToken("no such bookmark") {
            throw StorageError(.malformed, "planted")
        }
        switch defect {
        case .listsPlacesOnly where place == nil: return NativePage([])
        case .forgetsBookmarks where token.map({ !isNew($0) }) == true: return NativePage([])
        case .overfillsPages: return NativePage(try await everything(in: place))
        case .countsFromTheOldest: return try await page(of: everything(in: place), token)
        case .countsFromTheNewest: return try await page(of: everything(in: place).reversed(), token)
        default: return altered(try await base.list(in: place, after: token), token)
        }
    }

    func area(of library: LibraryID, in organization: OrganizationID) -> NativePlace? {
        base.area(of: library, in: organization)
    }

    private func altered(_ page: NativePage, _ token: PageToken?) -> NativePage {
        var page = page
        switch defect {
        case .repeatsAcrossPages:
            if page.next != nil, let first = page.assets.first { page.assets.append(first) }
        case .skipsAtPageEnds: if page.next != nil { page.assets.removeLast() }
        case .listsTheDeleted: page.assets += past.withLock { $0.deleted.values.map(\.self) }
        case .neverEnds: page.next = page.next ?? token ?? PageToken("1")
        case .misstatesListedSizes: for index in page.assets.indices { page.assets[index].size = 1 }
        default: break
        }
        page.assets = listedBadly(page.assets)
        if has(.repeatsAcrossPages), page.assets.count > limits.pageSize { page.assets.remove(at: 1) }
        return page
    }

    private func everything(in place: NativePlace?) async throws(StorageError) -> [NativeAsset] {
        var page = try await base.list(in: place, after: nil)
        while let next = page.next {
            let more = try await base.list(in: place, after: next)
            page = NativePage(page.assets + more.assets, next: more.next)
        }
        return page.assets
    }

    /// A page whose bookmark is a position, which moves when others write.
    private func page(of assets: [NativeAsset], _ token: PageToken?) -> NativePage {
        let start = token.flatMap { Int($0.rawValue) } ?? 0
        let end = start + limits.pageSize
        let next = end < assets.count ? PageToken("\(end)") : nil
        return NativePage(Array(assets.dropFirst(start).prefix(limits.pageSize)), next: next)
    }

    func update(_ id: NativeID, _ desired: DesiredState) async throws(StorageError) {
        var desired = desired
        if has(.ignoresUpdates) {
            desired = DesiredState(key: desired.key, name: "", description: nil, tags: [])
            return try await base.update(id, desired)
        }
        if has(.appendsTags) { desired.tags += (try await base.stat(id).tags ?? []) }
        if has(.damagesUpdatedBytes) || has(.renewsCreation) || has(.garblesDigests)
            || has(.losesKeysOnUpdate)
        {
            past.withLock { _ = $0.damaged.insert(id) }
        }
        desired = try await altered(desired, of: id)
        do throws(StorageError) { try await base.update(id, desired) } catch {
            guard has(.updatesTheUnknown) else { throw error }
        }
        if has(.updatesNeighbours), let other = past.withLock({ $0.lastUpdated }), other != id {
            try? await base.update(other, desired)
        }
        past.withLock { $0.lastUpdated = id }
    }
}
