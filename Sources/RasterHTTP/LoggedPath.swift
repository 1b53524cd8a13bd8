import HTTPCore

/// The path of a request as the log may show it.
///
/// By bytes, since a combining mark after a separator would hide that from a comparison by characters.
enum LoggedPath {
    private static let keyPrefix = Array("rk_".utf8)
    private static let secretRoutes: Set<String> = ["claim", "staging"]
    /// As it stands behind the path prefix of a proxy.
    private static let stagingPrefix = Array("/staging/".utf8)
    private static let limit = 256
    /// Tokens have 40 characters; of one that was cut off, what is left out below this can be guessed by nobody.
    private static let tokenLength = 24
    private static let slash = UInt8(ascii: "/")

    /// Without the query, which may hold what people search for, without an authority, which may hold a password,
    /// and with keys that someone put there by mistake masked, and the tokens of claim links and of staging.
    static func text(_ target: String) -> String {
        let path = Array(target.utf8.prefix { $0 != UInt8(ascii: "?") })
        return String(decoding: masked(withoutAuthority(path)).prefix(limit), as: UTF8.self)
    }

    private static func withoutAuthority(_ path: [UInt8]) -> ArraySlice<UInt8> {
        guard path.first != slash else { return path[...] }
        let slashes = path.indices.filter { path[$0] == slash }
        return slashes.count > 2 ? path[slashes[2]...] : Array("(no path)".utf8)[...]
    }

    private static func masked(_ path: ArraySlice<UInt8>) -> [UInt8] {
        if let secret = secretRoute(of: path) { return Array("/\(secret)/(masked)".utf8) }
        var text: [UInt8] = []
        var rest = path
        while let byte = rest.first {
            if rest.starts(with: keyPrefix) {
                text += Array("rk_(masked)".utf8)
                rest = rest.dropFirst(keyPrefix.count).drop { $0 != slash }
            } else if let behind = behindStagingToken(rest) {
                text += stagingPrefix + Array("(masked)".utf8)
                rest = behind
            } else if startsWithToken(rest) {
                text += Array("(masked)".utf8)
                rest = rest.drop(while: isOfToken)
            } else {
                text.append(byte)
                rest = rest.dropFirst()
            }
        }
        return text
    }

    /// The first segment where everything below it is secret, however it is spelled; then not even a part of a token
    /// is shown.
    private static func secretRoute(of path: ArraySlice<UInt8>) -> String? {
        let segments = path.split(separator: slash, maxSplits: 1)
        guard segments.count == 2 else { return nil }
        let first = String(decoding: segments[0], as: UTF8.self)
        guard let name = PercentEncoding.decode(first[...])?.lowercased() else { return nil }
        return secretRoutes.contains(name) ? name : nil
    }

    /// What follows a token below `/staging`, where `path` begins with both; a library may have that name too.
    private static func behindStagingToken(_ path: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard path.starts(with: stagingPrefix) else { return nil }
        let token = path.dropFirst(stagingPrefix.count).prefix { $0 != slash }
        return token.count < tokenLength ? nil : path[token.endIndex...]
    }

    /// Whether there is something with the looks of a token, such as behind the path prefix of a proxy.
    private static func startsWithToken(_ path: ArraySlice<UInt8>) -> Bool {
        path.count >= tokenLength && path.prefix(tokenLength).allSatisfy(isOfToken)
    }

    private static func isOfToken(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
            || (UInt8(ascii: "2")...UInt8(ascii: "7")).contains(byte)
    }
}
