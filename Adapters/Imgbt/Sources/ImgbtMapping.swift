import Bytes
import Crypto
import HTTPCore
import Raster

/// From the gateway's names to imgbt's and back; pure functions.
enum ImgbtMapping {
    /// Where the asset `key` lies: it depends on the key alone, so that a repeat meets the same asset.
    static func path(of key: NaturalKey) throws(StorageError) -> ImgbtPath {
        let asset = try component(key.asset.rawValue)
        let filename = fileExtension(of: key.filename).map { "\(asset).\($0)" } ?? asset
        return ImgbtPath(
            partition: try component(key.organization.rawValue),
            collection: try component(key.library.rawValue),
            channel: "\(kind(of: key.filename))-\(try shard(of: key.asset))", filename: filename)
    }

    /// `text` as a component of a path, no two alike.
    ///
    /// What is a component already stays as it is. The rest, and what looks like the outcome for the rest, becomes
    /// `x--` and the 52 base-32 digits of its SHA-256.
    static func component(_ text: String) throws(StorageError) -> String {
        if isComponent(text), !text.hasPrefix(escape) { return text }
        return escape + String(decoding: base32(try digest(text)), as: UTF8.self)
    }

    private static let escape = "x--"

    /// Whether `text` is `[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?`.
    static func isComponent(_ text: String) -> Bool {
        let bytes = text.utf8
        guard (1...64).contains(bytes.count), bytes.allSatisfy({ $0.isLowerOrDigit || $0 == hyphen }) else {
            return false
        }
        return bytes.first != hyphen && bytes.last != hyphen
    }

    private static let hyphen = UInt8(ascii: "-")

    /// What kind of file a name stands for: the first word of a channel.
    ///
    /// It is made of the name alone, since a lookup knows nothing else.
    static func kind(of filename: String) -> String {
        guard let type = MediaType.forFilename(filename)?.split(separator: "/").first.map(String.init),
            kinds.contains(type)
        else { return "file" }
        return type
    }

    private static let kinds: Set<String> = ["image", "video", "audio", "text", "font", "model"]

    /// 15 bits of the asset's SHA-256 as three digits, so that a channel stays small.
    private static func shard(of asset: AssetID) throws(StorageError) -> String {
        String(decoding: base32(try digest(asset.rawValue)).prefix(3), as: UTF8.self)
    }

    /// The extension of `filename` in lower case, where it has one of 1 to 10 letters and digits.
    static func fileExtension(of filename: String) -> String? {
        guard let dot = filename.utf8.lastIndex(of: UInt8(ascii: ".")), dot != filename.startIndex else {
            return nil
        }
        let bytes = filename.utf8[dot...].dropFirst().map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        guard (1...10).contains(bytes.count), bytes.allSatisfy(\.isLowerOrDigit) else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func digest(_ text: String) throws(StorageError) -> [UInt8] {
        do throws(CryptoError) { return try SHA256.digest(Array(text.utf8)).bytes } catch {
            throw StorageError(.internal, "no digest can be computed", side: .gateway)
        }
    }

    private static let digits = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)

    /// RFC 4648, 6, in lower case and without padding.
    static func base32(_ bytes: [UInt8]) -> [UInt8] {
        (0..<(bytes.count * 8 + 4) / 5).map { index in
            let bits = (0..<5).reduce(0) { value, bit in
                let position = index * 5 + bit
                guard position < bytes.count * 8 else { return value << 1 }
                return value << 1 | Int(bytes[position / 8] >> (7 - position % 8)) & 1
            }
            return digits[bits]
        }
    }
}
