import Raster

extension ConformanceRun {
    /// Removes once more what could not be removed at first, and what lies unnoticed in the scratch place.
    ///
    /// What remains. Only assets of this run are touched, whatever else lies there.
    func sweep(_ traces: [Traces]) async -> [NativeID] {
        guard !Task.isCancelled else { return await Task { await removeRest(of: traces) }.value }
        return await removeRest(of: traces)
    }

    private func removeRest(of traces: [Traces]) async -> [NativeID] {
        let made = traces.reduce(into: Set<NativeID>()) { $0.formUnion($1.made) }
        let keys = traces.reduce(into: Set<AssetID>()) { $0.formUnion($1.keys) }
        var rest = traces.reduce(into: Set<NativeID>()) { $0.formUnion($1.left) }
        for place in places(traces) {
            for asset in await assets(in: place)
            where made.contains(asset.id) || asset.asset.map(keys.contains) == true { rest.insert(asset.id) }
        }
        var left: [NativeID] = []
        for id in rest.sorted() where await remains(id) { left.append(id) }
        return left
    }

    /// Deletes an asset once more; whether it is still there, whatever the adapter says of the deletion.
    private func remains(_ id: NativeID) async -> Bool {
        guard await adapter.isRid(of: id) else { return true }
        return (try? await adapter.stat(id)) != nil
    }

    private func places(_ traces: [Traces]) -> Set<NativePlace> {
        var places = traces.reduce(into: Set<NativePlace>()) { $0.formUnion($1.places) }
        let scratch = ScratchPlace(seed: seed)
        for library in [scratch.library, scratch.other] where !traces.allSatisfy(\.made.isEmpty) {
            let area = adapter.enumeration?.area(of: library, in: ScratchPlace.organization)
            if let area { places.insert(area) }
        }
        return places
    }

    /// What a place holds, as far as a hundred pages show it.
    private func assets(in place: NativePlace) async -> [NativeAsset] {
        guard let enumeration = adapter.enumeration else { return [] }
        var assets: [NativeAsset] = []
        var token: PageToken?
        for _ in 0..<100 {
            guard let page = try? await enumeration.list(in: place, after: token) else { break }
            assets += page.assets
            guard let next = page.next else { break }
            token = next
        }
        return assets
    }
}
