public import Raster

extension MemoryAdapter: Updating, Finding, Enumerating, TrashBin {
    /// Present unless switched off.
    public var updating: (any Updating)? { abilities.contains(.updating) ? self : nil }
    /// Present unless switched off.
    public var finding: (any Finding)? { abilities.contains(.finding) ? self : nil }
    /// Present unless switched off.
    public var enumeration: (any Enumerating)? { abilities.contains(.enumeration) ? self : nil }
    /// Present unless switched off.
    public var trash: (any TrashBin)? { abilities.contains(.trash) ? self : nil }

    /// Replaces what is shown of the asset.
    public func update(_ id: NativeID, _ desired: DesiredState) async throws(StorageError) {
        try change(.update) { (state) throws(StorageError) in
            try state.change(id, "ASSET_UPDATED") { asset in
                asset.described.name = desired.name
                asset.described.description = desired.description
                asset.described.tags = desired.tags
            }
        }
    }

    /// Looks at every asset; found or absent, never unsure.
    public func find(_ key: NaturalKey) async throws(StorageError) -> FindingResult {
        try change(.find) { (state) in state.find(key) }
    }

    /// Assets out of the trash, in the order they were made; the bookmark is the last one's number.
    public func list(in place: NativePlace?, after token: PageToken?) async throws(StorageError) -> NativePage
    {
        let start = token.map { Int($0.rawValue) } ?? 0
        guard let start else {
            throw StorageError(.invalid, "the bookmark is not one of this adapter's", side: .client)
        }
        let rest = try change(.list) { state in
            state.assets.values.filter { asset in
                asset.number > start && !asset.isDiscarded
                    && (place == nil || asset.described.place == place)
            }
        }
        let page = rest.sorted { $0.number < $1.number }.prefix(limits.pageSize)
        let next = page.count < rest.count ? page.last.map { PageToken("\($0.number)") } : nil
        return NativePage(page.map(\.described), next: next)
    }

    /// Where ``create(_:_:)`` puts the assets of the library.
    public func area(of library: LibraryID, in organization: OrganizationID) -> NativePlace? {
        MemoryState.place(organization, library)
    }

    /// Fourteen days, though nothing here counts them.
    public var retention: Duration { .days(14) }

    /// Puts the asset into the bin.
    public func discard(_ id: NativeID) async throws(StorageError) {
        try change(.discard) { (state) throws(StorageError) in
            try state.change(id, "ASSET_DISCARDED") { $0.isDiscarded = true }
        }
    }

    /// Takes the asset out of the bin.
    public func restore(_ id: NativeID) async throws(StorageError) {
        try change(.restore) { (state) throws(StorageError) in
            guard try state.asset(id).isDiscarded else {
                throw StorageError(.preconditionFailed, "the asset is not in the trash")
            }
            try state.change(id, "ASSET_RESTORED") { $0.isDiscarded = false }
        }
    }
}
