import Bytes
import Raster
import SQLite

// Labels, places, and what is left behind.
extension CatalogSession {
    func keepSpare(_ copy: NativeReference?, of asset: AssetID) throws(StorageError) {
        guard let copy else {
            try transaction.run(
                "DELETE FROM spares WHERE asset = (SELECT key FROM assets WHERE id = ?)", [.id(asset)])
            return
        }
        try transaction.run(
            """
            INSERT OR REPLACE INTO spares (asset, adapter, native_id)
            SELECT key, ?, ? FROM assets WHERE id = ?
            """, [.id(copy.adapter), .id(copy.id), .id(asset)])
    }

    func releaseSpare(of asset: AssetID) throws(StorageError) {
        try transaction.run(
            "UPDATE spares SET leaving = 1 WHERE asset = (SELECT key FROM assets WHERE id = ?)",
            [.id(asset)])
    }

    func nextLabel(_ base: String, in adapter: AdapterName) throws(StorageError) -> Int {
        try transaction.first(
            """
            INSERT INTO labels (base, adapter, last) VALUES (?, ?, 1)
            ON CONFLICT DO UPDATE SET last = last + 1 RETURNING last
            """, [.text(base), .id(adapter)]
        ) { $0.int(0) } ?? 1
    }

    func note(_ placeholder: Placeholder) throws(StorageError) {
        try transaction.run(
            "INSERT OR IGNORE INTO placeholders (adapter, kind, label, of, noted) VALUES (?, ?, ?, ?, ?)",
            [
                .id(placeholder.adapter), .text(placeholder.kind.rawValue), .text(placeholder.label),
                .text(placeholder.of), .time(placeholder.noted),
            ])
    }

    func keep(_ place: KnownPlace?, of key: PlaceKey) throws(StorageError) {
        let names: [SQLValue] = [.id(key.adapter), .id(key.organization), .id(key.library)]
        guard let place else {
            try transaction.run(
                "DELETE FROM places WHERE adapter = ? AND organization = ? AND library = ?", names)
            return
        }
        try transaction.run(
            """
            INSERT OR REPLACE INTO places (adapter, organization, library, label, place, made)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            names + [
                .integer(place.label), .text(orNull: place.place?.rawValue), .time(orNull: place.made),
            ])
    }
}
