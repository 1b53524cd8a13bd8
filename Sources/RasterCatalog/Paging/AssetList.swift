import Raster
import SQLite

/// The live assets of a library, or those that carry a tag: what has an order, pages and blocks.
enum AssetList: Hashable {
    case library(LibraryKey)
    case tag(Int64)

    /// As `page_blocks.list` names it.
    var number: Int64 {
        switch self {
        case .library(let library): library.rawValue
        case .tag(let tag): -tag
        }
    }

    /// The library's or the tag's own number.
    var key: Int64 { abs(number) }
}

/// A place in the order of a list: where an asset stands or would stand.
struct AssetPosition: Hashable {
    let created: Int64
    let id: String

    /// Before every asset.
    static let start = AssetPosition(created: .max, id: "")

    init(created: Int64, id: String) {
        self.created = created
        self.id = id
    }

    init(_ asset: Asset) { self.init(created: asset.created.milliseconds, id: asset.id.rawValue) }

    var values: [SQLValue] { [.integer(created), .text(id)] }
}
