import FakeKit
import HTTPCore

/// Made-up assets, the same for the same number: pictures, drawings and texts in places of all sorts.
struct SampleAssets {
    /// 2024-01-01T00:00:00Z; one comes every nine minutes.
    private static let begin = 1_704_067_200_000
    private static let interval = 540_000

    private static let partitions = ["press", "products", "archive-2019", "people", "a", "campaigns"]
    private static let collections = ["summer", "2024-q4", "events", "team", "x1", "logos", "field-notes"]
    private static let channels = ["hero-images", "thumbs", "raw", "web", "print-300dpi", "misc", "7"]
    private static let subjects = [
        "harbour", "Hafen bei Nacht", "café-menu", "写真", "ship 🚢", "été", "e\u{301}te\u{301}", "Żuraw",
        "invoice_final(2)", "IMG", "quay & crane", "100% wool", "порт", "semi;colon", "a'b",
    ]
    private static let words = [
        "sea", "night", "crane", "team", "blue", "draft", "für alle", "tag/with/slash", "2024",
    ]

    /// The asset of this number, from 0, with its bytes.
    static func sample(_ number: Int) -> (asset: ImgbtAsset, bytes: [UInt8]) {
        var random = RandomSequence(seed: UInt64(number) &* 2_654_435_761 &+ 17)
        let subject = pick(subjects, &random)
        let content = content(subject, number, &random)
        let place = ImgbtPlace(
            pick(partitions, &random), pick(collections, &random), pick(channels, &random))
        var asset = ImgbtAsset(
            id: "asset_00sample" + Crockford.text(UInt64(number), digits: 12), place: place,
            filename: "\(subject) \(number).\(content.suffix)", mediaType: content.mediaType,
            metadata: metadata(subject, number, &random), created: begin + number * interval)
        asset.tags = (0..<Int.random(in: 0...4, using: &random)).map { _ in pick(words, &random) }
            .reduce(into: []) { tags, tag in if !tags.contains(tag) { tags.append(tag) } }
        return (asset, content.bytes)
    }

    private static func pick(_ choices: [String], _ random: inout RandomSequence) -> String {
        choices[Int.random(in: 0..<choices.count, using: &random)]
    }

    private static func metadata(_ subject: String, _ number: Int, _ random: inout RandomSequence)
        -> JSONObject
    {
        guard number % 3 != 0 else { return JSONObject([]) }
        return JSONObject([
            .init("alt", .string("\(subject), number \(number)")),
            .init("rating", .number(JSONNumber(Int.random(in: 1...5, using: &random)))),
        ])
    }

    private static func content(
        _ subject: String, _ number: Int, _ random: inout RandomSequence
    ) -> (suffix: String, mediaType: String, bytes: [UInt8]) {
        switch number % 4 {
        case 0: return ("txt", "text/plain", text(subject, &random))
        case 1: return ("svg", "image/svg+xml", drawing(number))
        default:
            let side = { (random: inout RandomSequence) in Int.random(in: 1...24, using: &random) }
            let color = random.next()
            let picture = SamplePicture.png(
                width: side(&random), height: side(&random), red: UInt8(truncatingIfNeeded: color),
                green: UInt8(truncatingIfNeeded: color >> 8), blue: UInt8(truncatingIfNeeded: color >> 16))
            return ("png", "image/png", picture)
        }
    }

    /// From no bytes at all to some thousand.
    private static func text(_ subject: String, _ random: inout RandomSequence) -> [UInt8] {
        let lines = Int.random(in: 0...3, using: &random) == 0 ? 0 : Int.random(in: 1...200, using: &random)
        return Array((0..<lines).map { "\($0): notes about \(subject)\n" }.joined().utf8)
    }

    private static func drawing(_ number: Int) -> [UInt8] {
        let hue = number * 47 % 360
        return Array(
            """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><circle cx="32" cy="32" r="28" \
            fill="hsl(\(hue) 60% 50%)"/><text x="32" y="38" text-anchor="middle">\(number)</text></svg>

            """.utf8)
    }
}

extension ImgbtFake {
    /// Puts `count` samples into a vault that holds nothing; how many it put there.
    public func seed(_ count: Int) throws -> Int {
        guard assets.isEmpty else { return 0 }
        for number in 0..<count {
            let (asset, bytes) = SampleAssets.sample(number)
            try add(asset, bytes)
        }
        return count
    }
}
