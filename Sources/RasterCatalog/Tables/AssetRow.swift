import Bytes
import Raster
import SQLite

/// How visible an asset is, as `assets.state` keeps it.
enum AssetState: Int64 {
    case live = 0
    case trashed = 1
    /// Its bytes are being deleted: nobody sees it.
    case purging = 2
}

/// A row of `assets`: the asset with the catalog's own numbers.
struct AssetRow {
    let key: Int64
    let library: LibraryKey
    let state: AssetState
    /// Without organization, library and tags until they are filled in.
    var asset: Asset

    /// The columns that ``init(_:)`` reads, in its order.
    static let columns = """
        key, library, state, id, name, filename, content_type, size, digest, width, height, blurhash, thumb_url,
        thumb_high_url, thumb_url_blurred, description, created, updated, uploaded_by, adapter, native_id, trashed,
        purge_at
        """

    /// The same columns of the table called `name`.
    static func columns(of name: String) -> String {
        columns.split { $0 == "," || $0.isWhitespace }.map { "\(name).\($0)" }.joined(separator: ", ")
    }

    init(_ row: Row) {
        key = row.integer(0)
        library = LibraryKey(row.integer(1))
        state = AssetState(rawValue: row.integer(2)) ?? .purging
        asset = Asset(
            id: AssetID(row.text(3)), organization: "", library: "", name: row.text(4),
            filename: row.text(5), contentType: row.text(6), size: row.int(7), digest: row.digestOrNil(8),
            derived: DerivedFields(row), description: row.textOrNil(15), created: row.time(16),
            updated: row.time(17), uploadedBy: row.textOrNil(18),
            home: NativeReference(AdapterName(row.text(19)), NativeID(row.text(20))),
            trashed: row.timeOrNil(21), purgeAt: row.timeOrNil(22))
    }
}

extension DerivedFields {
    fileprivate init(_ row: Row) {
        self.init()
        width = row.intOrNil(9)
        height = row.intOrNil(10)
        blurhash = row.textOrNil(11)
        thumbUrl = row.textOrNil(12)
        thumbHighUrl = row.textOrNil(13)
        thumbUrlBlurred = row.textOrNil(14)
    }
}
