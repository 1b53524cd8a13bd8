import Bytes
import Raster
import SQLite

extension CatalogSession {
    func publish(_ assets: [NewAsset]) throws(StorageError) -> [Asset] {
        try atomically { () throws(StorageError) in try publishEach(assets) }
    }

    private func publishEach(_ assets: [NewAsset]) throws(StorageError) -> [Asset] {
        var published: [AssetID: Asset] = [:]
        for library in assets.map(\.library).unique() {
            let place = try existing(library)
            let ours = assets.filter { $0.library == library }
            for asset in try publish(ours, in: place) { published[asset.id] = asset }
        }
        return assets.compactMap { published[$0.asset.id] }
    }

    private func publish(_ assets: [NewAsset], in place: LibraryPlace) throws(StorageError) -> [Asset] {
        let earliest = try nextCreated(in: place.key)
        var change = CounterChange()
        var tags: [Verbatim: Int] = [:]
        var published: [Asset] = []
        for new in assets {
            let asset = Self.finished(new, in: place, notBefore: earliest)
            let row = try add(asset, at: new.place, to: place.key)
            try startMirror(of: row, showing: new.shown)
            try note(.uploaded, of: row.key, by: asset.uploadedBy, at: asset.created)
            change.addLive(row)
            change.addRow(size: asset.size)
            tags.merge(asset.tags.counted(1), uniquingKeysWith: +)
            published.append(asset)
        }
        try count(tags, in: place.key)
        try count(change, in: place.key)
        try noteCreated(published.map(\.created).max(), in: place.key)
        return published
    }

    /// The asset as it is published: live, in its library, uploaded after everything there.
    private static func finished(
        _ new: NewAsset, in place: LibraryPlace, notBefore earliest: Timestamp
    ) -> Asset {
        var asset = new.asset
        asset.organization = place.organization
        asset.library = place.library
        asset.tags = asset.tags.uniqueVerbatim()
        asset.created = max(asset.created, earliest)
        asset.updated = asset.created
        asset.trashed = nil
        asset.purgeAt = nil
        return asset
    }

    /// Writes an asset's row with its tags and what searches find it by; no counter changes.
    func add(
        _ asset: Asset, at place: NativePlace?, to library: LibraryKey
    ) throws(StorageError) -> AssetRow {
        try insert(asset, at: place, in: library)
        guard let row = try row(asset.id) else { throw Self.missing("asset") }
        try blocks.add(AssetPosition(asset), to: .library(library))
        try append(asset.tags, to: row, in: library)
        try index(row, tags: asset.tags)
        try transaction.run(
            "DELETE FROM intents WHERE asset = ? AND operation = 'create'", [.id(asset.id)])
        return row
    }

    private func insert(
        _ asset: Asset, at place: NativePlace?, in library: LibraryKey
    ) throws(StorageError) {
        try transaction.run(
            """
            INSERT INTO assets (id, library, name, filename, content_type, size, digest, width, height, blurhash,
                thumb_url, thumb_high_url, thumb_url_blurred, description, created, updated, uploaded_by, adapter,
                native_id, place)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .id(asset.id), .library(library), .text(asset.name), .text(asset.filename),
                .text(asset.contentType), .integer(asset.size), .blob(orNull: asset.digest?.bytes),
            ] + asset.derived.values + [
                .text(orNull: asset.description), .time(asset.created), .time(asset.updated),
                .text(orNull: asset.uploadedBy), .id(asset.home.adapter), .id(asset.home.id),
                .text(orNull: place?.rawValue),
            ])
    }

    /// The earliest `created` that keeps the order of uploads: just after the last one.
    private func nextCreated(in library: LibraryKey) throws(StorageError) -> Timestamp {
        let last = try transaction.first(
            "SELECT last_created FROM libraries WHERE key = ?", [.library(library)]
        ) { $0.integer(0) }
        return Timestamp(milliseconds: (last ?? 0) + 1)
    }

    private func noteCreated(_ created: Timestamp?, in library: LibraryKey) throws(StorageError) {
        guard let created else { return }
        try transaction.run(
            "UPDATE libraries SET last_created = ? WHERE key = ?", [.time(created), .library(library)])
    }
}

extension DerivedFields {
    /// Values for width, height, blurhash and the three thumbnails.
    var values: [SQLValue] {
        [
            .integer(orNull: width), .integer(orNull: height), .text(orNull: blurhash),
            .text(orNull: thumbUrl), .text(orNull: thumbHighUrl), .text(orNull: thumbUrlBlurred),
        ]
    }
}
