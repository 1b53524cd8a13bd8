import FakeKit

/// Made-up assets, the same for the same number: pictures, drawings and texts.
enum PocketSamples {
    /// 2024-01-01T00:00:00.007Z; one comes every nine minutes.
    private static let begin = 1_704_067_200_007
    private static let interval = 540_000

    private static let categories = ["press", "products", "people", "field notes"]

    /// The asset of this number, from 0, and its file.
    static func sample(_ number: Int, owner: Int) -> (asset: PocketAsset, filename: String, bytes: [UInt8]) {
        var random = RandomSequence(seed: UInt64(number) &* 2_654_435_761 &+ 23)
        let content = SampleContent(number, &random)
        var asset = PocketAsset(
            title: "\(content.subject) \(number)", owner: owner, created: begin + number * interval)
        asset.category = SampleContent.pick(categories, &random)
        asset.tags = SampleContent.tags(&random)
        if number % 3 != 0 { asset.description = "\(content.subject), number \(number)" }
        return (asset, "\(content.subject) \(number).\(content.suffix)", content.bytes)
    }
}

extension MediaPocketFake {
    /// Puts `count` samples into an account that holds nothing; how many it put there.
    public func seed(_ count: Int) throws -> Int {
        guard assets.isEmpty else { return 0 }
        for number in 0..<count {
            let (asset, filename, bytes) = PocketSamples.sample(number, owner: owner)
            try add(asset, bytes, filename: filename)
        }
        return count
    }
}
