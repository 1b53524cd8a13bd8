/// The records of a vault, and where each is found.
struct VaultIndex {
    /// Every record by its id.
    private(set) var assets: [String: ImgbtAsset] = [:]
    /// The ids by the path of delivery.
    private(set) var names: [String: String] = [:]
    /// Every key, the oldest first.
    private(set) var order: [AssetKey] = []
    /// The keys of each place, the oldest first.
    private(set) var places: [ImgbtPlace: [AssetKey]] = [:]
    /// The bytes of all assets.
    private(set) var bytes = 0

    /// The record of an asset that stays where it is has changed.
    mutating func replace(_ asset: ImgbtAsset) { assets[asset.id] = asset }

    /// Takes `asset` in.
    mutating func insert(_ asset: ImgbtAsset) {
        assets[asset.id] = asset
        names[asset.path] = asset.id
        bytes += asset.size
        order.insertSorted(asset.key)
        places[asset.place, default: []].insertSorted(asset.key)
    }

    /// Takes the asset `id` away, if it is there.
    mutating func remove(_ id: String) {
        guard let asset = assets.removeValue(forKey: id) else { return }
        names[asset.path] = nil
        bytes -= asset.size
        order.removeSorted(asset.key)
        places[asset.place]?.removeSorted(asset.key)
        if places[asset.place]?.isEmpty == true { places[asset.place] = nil }
    }
}

extension [AssetKey] {
    /// The index of the first key that is not less than `key`.
    private func place(of key: AssetKey) -> Int {
        if let last, last < key { return count }
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle] < key { low = middle + 1 } else { high = middle }
        }
        return low
    }

    fileprivate mutating func insertSorted(_ key: AssetKey) { insert(key, at: place(of: key)) }

    fileprivate mutating func removeSorted(_ key: AssetKey) {
        let index = place(of: key)
        if index < count, self[index] == key { remove(at: index) }
    }
}
