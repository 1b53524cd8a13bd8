import HTTPCore

/// The path of a request as the log may show it.
///
/// By bytes, since a combining mark after a separator would hide that from a comparison by characters.
enum LoggedPath {
    private static let keyPrefix = Array("rk_".utf8)
    private static let limit = 256

    /// Without the query, which may hold what people search for, without an authority, which may hold a password,
    /// and with keys that someone put there by mistake masked.
    static func text(_ target: String) -> String {
        let path = Array(target.utf8.prefix { $0 != UInt8(ascii: "?") })
        return String(decoding: masked(withoutAuthority(path)).prefix(limit), as: UTF8.self)
    }

    private static func withoutAuthority(_ path: [UInt8]) -> ArraySlice<UInt8> {
        guard path.first != UInt8(ascii: "/") else { return path[...] }
        let slashes = path.indices.filter { path[$0] == UInt8(ascii: "/") }
        return slashes.count > 2 ? path[slashes[2]...] : Array("(no path)".utf8)[...]
    }

    private static func masked(_ path: ArraySlice<UInt8>) -> [UInt8] {
        var text: [UInt8] = []
        var rest = path
        while let byte = rest.first {
            if rest.starts(with: keyPrefix) {
                text += Array("rk_(masked)".utf8)
                rest = rest.dropFirst(keyPrefix.count).drop { $0 != UInt8(ascii: "/") }
            } else {
                text.append(byte)
                rest = rest.dropFirst()
            }
        }
        return text
    }
}
