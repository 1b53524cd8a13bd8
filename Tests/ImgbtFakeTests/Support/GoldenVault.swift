import Bytes
import FakeKit
import HTTPCore
import ImgbtFake
import TestSupport

/// The vaults that golden exchanges begin with.
enum GoldenVault {
    /// 2026-01-15T10:30:00Z.
    static let begin = 1_768_473_000_000

    private static let states: [String: (assets: Int, faults: [PlannedFault], revoked: [String])] = [
        "empty": (0, [], []),
        "photo": (1, [], []),
        "photos": (3, [], []),
        "limited": (3, [.init("get", .status(429, fields: ["Retry-After": "60"]))], []),
        "broken": (3, [.init("get", .status(500))], []),
        "revoked": (3, [], ["marketing/blog/hero-images/harbour.jpg"]),
    ]

    /// A fake in the state that `exchange` asks for.
    static func fake(for exchange: GoldenExchange) throws -> ImgbtFake {
        let name = exchange.notes["state"] ?? ""
        guard let state = states[name] else {
            throw GoldenExchange.Malformed(reason: "\(exchange): there is no state \"\(name)\"")
        }
        var options = ImgbtFake.Options()
        options.vault = "vault_01golden"
        options.secret = "sk_golden_0123456789abcdef"
        options.publicKey = "pk_golden_0123456789abcdef"
        options.dialect = exchange.notes["dialect"].flatMap(ImgbtDialect.init) ?? .reference
        options.faults = state.faults
        options.time = .standing(at: begin + 180_000)
        let fake = try ImgbtFake(options)
        for (asset, size) in try photos().prefix(state.assets) {
            try fake.add(asset, GoldenSample(size: size).bytes)
        }
        for path in state.revoked { try fake.revoke(path) }
        return fake
    }

    private static func photos() throws -> [(ImgbtAsset, Int)] {
        let heroes = ImgbtPlace("marketing", "blog", "hero-images")
        let alt = try JSONValue(parsing: Array(#"{"alt":"A quay"}"#.utf8)).asObject()
        return [
            (asset(1, heroes, "harbour.jpg", "image/jpeg"), 245_760),
            (asset(2, heroes, "quay.png", "image/png", alt, ["quay", "blog"]), 1024),
            (asset(3, ImgbtPlace("press", "kit", "logos"), "logo.svg", "image/svg+xml"), 512),
        ]
    }

    private static func asset(
        _ number: Int, _ place: ImgbtPlace, _ filename: String, _ mediaType: String,
        _ metadata: JSONObject = JSONObject([]), _ tags: [String] = []
    ) -> ImgbtAsset {
        ImgbtAsset(
            id: "asset_01j9golden000000000000000\(number)", place: place, filename: filename,
            mediaType: mediaType, metadata: metadata, tags: tags, created: begin + (number - 1) * 60_000)
    }
}
