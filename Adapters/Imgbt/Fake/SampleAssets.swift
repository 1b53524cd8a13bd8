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

    /// The asset of this number, from 0, with its bytes.
    static func sample(_ number: Int) -> (asset: ImgbtAsset, bytes: [UInt8]) {
        var random = RandomSequence(seed: UInt64(number) &* 2_654_435_761 &+ 17)
        let content = SampleContent(number, &random)
        let subject = content.subject
        let place = ImgbtPlace(
            SampleContent.pick(partitions, &random), SampleContent.pick(collections, &random),
            SampleContent.pick(channels, &random))
        var asset = ImgbtAsset(
            id: "asset_00sample" + Crockford.text(UInt64(number), digits: 12), place: place,
            filename: "\(subject) \(number).\(content.suffix)", mediaType: content.mediaType,
            metadata: metadata(subject, number, &random), created: begin + number * interval)
        asset.tags = SampleContent.tags(&random)
        return (asset, content.bytes)
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
