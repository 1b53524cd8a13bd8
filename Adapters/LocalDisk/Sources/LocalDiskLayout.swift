import Raster

/// Where an asset's file lies below the folder `files`: `{first two characters}/{asset id}`.
///
/// The shards keep folders small; an asset id in lower-case letters and digits is a safe name as it is.
struct AssetLocation: Equatable {
    /// The folder in `files`.
    let shard: String
    /// The file in it.
    let name: String

    /// The place of `asset`, or `nil` unless its id is 1 to 64 of `[a-z0-9]`.
    init?(_ asset: AssetID) {
        let id = asset.rawValue
        guard (1...64).contains(id.utf8.count), id.utf8.allSatisfy(Self.isPlain) else { return nil }
        shard = String(id.prefix(2))
        name = id
    }

    /// The place that `id` spells, or `nil` where ``nativeID`` spells none like this.
    init?(_ id: NativeID) {
        guard let slash = id.rawValue.utf8.firstIndex(of: UInt8(ascii: "/")) else { return nil }
        let name = id.rawValue[slash...].dropFirst()
        self.init(AssetID(name))
        guard nativeID == id else { return nil }
    }

    /// The file as the gateway remembers it.
    var nativeID: NativeID { NativeID("\(shard)/\(name)") }

    /// The asset as the gateway names it.
    var asset: AssetID { AssetID(name) }

    /// Every shard there can be for ids of two characters and more.
    static let shards: [String] = {
        let characters = "abcdefghijklmnopqrstuvwxyz0123456789"
        return characters.flatMap { first in characters.map { "\(first)\($0)" } }
    }()

    private static func isPlain(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}

extension NativeAsset {
    /// The asset at `location`, as its file's `facts` describe it.
    init(_ location: AssetLocation, _ facts: FileFacts) {
        self.init(id: location.nativeID, size: facts.size)
        asset = location.asset
        updated = Timestamp(milliseconds: facts.modified)
    }
}
