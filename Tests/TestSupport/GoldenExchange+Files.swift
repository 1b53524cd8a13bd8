import Foundation

extension GoldenExchange {
    /// The exchanges documented for imgbt, sorted by name.
    public static func imgbt() throws -> [GoldenExchange] { try all(of: "ImgbtAdapterTests") }

    /// The exchange documented for imgbt that is called `name`.
    public static func imgbt(_ name: String) throws -> GoldenExchange { try find(name, in: imgbt()) }

    /// The exchanges documented for Media Pocket, sorted by name.
    public static func mediaPocket() throws -> [GoldenExchange] { try all(of: "MediaPocketAdapterTests") }

    /// The exchange documented for Media Pocket that is called `name`.
    public static func mediaPocket(_ name: String) throws -> GoldenExchange {
        try find(name, in: mediaPocket())
    }

    private static func all(of tests: String) throws -> [GoldenExchange] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "\(tests)/Golden").path(percentEncoded: false)
        return try entries(of: folder).filter { $0.hasSuffix(".http") }.map { name in
            let text = try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
            return try GoldenExchange(String(name.dropLast(5)), text)
        }
    }

    private static func find(_ name: String, in exchanges: [GoldenExchange]) throws -> GoldenExchange {
        guard let exchange = exchanges.first(where: { $0.description == name }) else {
            throw Malformed(reason: "there is no exchange \(name)")
        }
        return exchange
    }
}
