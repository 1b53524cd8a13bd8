import Foundation

extension GoldenExchange {
    /// The exchanges documented for imgbt, sorted by name.
    public static func imgbt() throws -> [GoldenExchange] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "ImgbtAdapterTests/Golden").path(percentEncoded: false)
        return try entries(of: folder).filter { $0.hasSuffix(".http") }.map { name in
            let text = try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
            return try GoldenExchange(String(name.dropLast(5)), text)
        }
    }

    /// The exchange documented for imgbt that is called `name`.
    public static func imgbt(_ name: String) throws -> GoldenExchange {
        guard let exchange = try imgbt().first(where: { $0.description == name }) else {
            throw Malformed(reason: "there is no exchange \(name)")
        }
        return exchange
    }
}
