public import Bytes
import Crypto
public import Raster

/// What a backend shows of an asset, as far as it can be compared: the name, the description, the set of tags, and
/// whether it lies in the backend's own trash, where that has one.
///
/// What becomes of a value there is the adapter's ``Adapter/fidelity(of:_:)``: a field that it drops is not
/// compared, and no description is the same as an empty one.
struct ShownState {
    private let name: String?
    private let description: String?
    private let tags: [String]?
    private let isTrashed: Bool

    /// What `adapter` shows once it has been told `desired`.
    init(_ desired: DesiredState, in adapter: any Adapter) {
        name = adapter.text(.name, desired.name)
        let description = desired.description ?? ""
        self.description = description.isEmpty ? "" : adapter.text(.description, description)
        tags = desired.tags.isEmpty ? [] : adapter.list(.tags, desired.tags)
        isTrashed = adapter.trash != nil && desired.isTrashed
    }

    /// What `asset` shows; what it does not say is taken to be as it is `wanted`.
    init(_ asset: NativeAsset, wanted: ShownState) {
        name = wanted.name.map { asset.name ?? $0 }
        description = wanted.description.map { asset.description ?? $0 }
        tags = wanted.tags.map { asset.tags ?? $0 }
        isTrashed = wanted.isTrashed
    }

    /// Whether `asset` says itself what would be compared.
    func isSaid(by asset: NativeAsset) -> Bool {
        (name == nil || asset.name != nil)
            && (description?.isEmpty != false || asset.description != nil)
            && (tags == nil || asset.tags != nil)
    }

    /// SHA-256 over all of it; equal where the bytes are, whatever the order of tags.
    var digest: SHA256Digest {
        get throws(CryptoError) {
            var bytes = Self.bytes(of: name) + Self.bytes(of: description)
            let set = tags.map { Set($0.map { Array($0.utf8) }).sorted { $0.lexicographicallyPrecedes($1) } }
            for tag in set ?? [] { bytes += Self.bytes(of: tag) }
            bytes += set == nil ? [0] : [2]
            if isTrashed { bytes += [3] }
            return try SHA256.digest(bytes)
        }
    }

    private static func bytes(of text: String?) -> [UInt8] {
        guard let text else { return [0] }
        return bytes(of: Array(text.utf8))
    }

    /// The length in front, so that no two lists of texts run together to the same bytes.
    private static func bytes(of text: [UInt8]) -> [UInt8] {
        [1] + withUnsafeBytes(of: UInt64(text.count).littleEndian) { Array($0) } + text
    }
}

/// The digest that tells whether a backend still shows what it was told.
public enum MirrorDigest {
    /// The digest of what `adapter` shows once it has been told `desired`.
    public static func of(_ desired: DesiredState, in adapter: any Adapter) throws -> SHA256Digest {
        try ShownState(desired, in: adapter).digest
    }

    /// The digest of what `adapter` shows of `asset`.
    ///
    /// What the backend does not say, and what it would drop of `desired`, counts as being as desired: so the
    /// digest is that of `desired` exactly where nothing else is seen.
    public static func of(
        _ asset: NativeAsset, in adapter: any Adapter, desired: DesiredState
    ) throws -> SHA256Digest {
        try ShownState(asset, wanted: ShownState(desired, in: adapter)).digest
    }

    /// Whether `asset` looks as desired by its own words; silence proves nothing.
    public static func isShown(
        _ desired: DesiredState, by asset: NativeAsset, in adapter: any Adapter
    ) throws -> Bool {
        let wanted = ShownState(desired, in: adapter)
        guard wanted.isSaid(by: asset) else { return false }
        return try ShownState(asset, wanted: wanted).digest == wanted.digest
    }
}

extension Adapter {
    /// What `text` becomes; `nil` where it is lost.
    fileprivate func text(_ field: AssetField, _ text: String) -> String? {
        switch fidelity(of: field, .text(text)) {
        case .exact: text
        case .transformed(.text(let other)): other
        case .transformed, .dropped: nil
        }
    }

    /// What `list` becomes; `nil` where it is lost.
    fileprivate func list(_ field: AssetField, _ list: [String]) -> [String]? {
        switch fidelity(of: field, .list(list)) {
        case .exact: list
        case .transformed(.list(let other)): other
        case .transformed, .dropped: nil
        }
    }
}
