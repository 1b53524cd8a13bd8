import Bytes
import Raster
import TestSupport

/// Made-up assets: the same ones for the same seed.
struct AssetSource {
    private static let types = [
        ("jpg", "image/jpeg"), ("png", "image/png"), ("webp", "image/webp"), ("heic", "image/heic"),
        ("pdf", "application/pdf"), ("mp4", "video/mp4"), ("txt", "text/plain"),
    ]
    /// The years that the uploads spread over begin here.
    private static let beginning: Int64 = 1_577_836_800_000
    private static let span: Int64 = 180_000_000_000

    let vocabulary = Vocabulary()
    let organization: OrganizationID
    let library: LibraryID
    let total: Int
    private let seed: UInt64

    init(organization: OrganizationID, library: LibraryID, total: Int, seed: UInt64) {
        self.organization = organization
        self.library = library
        self.total = total
        self.seed = seed
    }

    /// The asset `number`, counted from 0 in the order of uploads.
    func asset(_ number: Int) -> Asset {
        var random = SplitMix64(seed: seed &* 0x9E37_79B9 &+ UInt64(number) &* 0xD1B5_4A32_D192_ED03)
        let id = identifier(&random)
        let name = name(&random)
        let (suffix, type) = type(&random)
        let created = Timestamp(
            milliseconds: Self.beginning + Self.span / Int64(total) * Int64(number) + Int64(random.below(20)))
        return Asset(
            id: AssetID(id), organization: organization, library: library, name: name,
            filename: "\(name).\(suffix)", contentType: type, size: 1 + random.skewed(20_000_000),
            digest: digest(&random), derived: derived(type, &random), description: description(&random),
            tags: tags(&random), created: created, updated: created, uploadedBy: "generator",
            home: NativeReference("disk", NativeID("\(id.prefix(2))/\(id)")))
    }

    private func identifier(_ random: inout SplitMix64) -> String {
        let alphabet = Array("abcdefghijklmnopqrstuvwxyz0123456789".utf8)
        return String(decoding: (0..<14).map { _ in alphabet[random.below(36)] }, as: UTF8.self)
    }

    private func name(_ random: inout SplitMix64) -> String {
        var words = (0...1 + random.below(4)).map { _ in vocabulary.word(&random) }
        if random.one(in: 5) { words.append(vocabulary.foreignWords(&random)) }
        for (word, oneIn) in Vocabulary.needles where random.one(in: oneIn) {
            words.insert(word, at: random.below(words.count + 1))
        }
        return words.joined(separator: random.one(in: 3) ? "_" : " ")
    }

    private func description(_ random: inout SplitMix64) -> String? {
        guard random.one(in: 3) else { return nil }
        return (0..<6 + random.below(24)).map { _ in vocabulary.word(&random) }.joined(separator: " ") + "."
    }

    private func tags(_ random: inout SplitMix64) -> [String] {
        var tags = Vocabulary.wideTags.filter { random.one(in: $0.oneIn) }.map(\.tag)
        for _ in 0..<random.below(6) {
            let tag = vocabulary.tag(&random)
            if tags.count < 8, !tags.contains(tag) { tags.append(tag) }
        }
        return tags
    }

    /// Four of five are images.
    private func type(_ random: inout SplitMix64) -> (String, String) {
        Self.types[random.below(5) > 0 ? random.below(4) : 4 + random.below(3)]
    }

    private func derived(_ type: String, _ random: inout SplitMix64) -> DerivedFields {
        var derived = DerivedFields()
        guard type.hasPrefix("image/") else { return derived }
        derived.width = 640 + random.below(6000)
        derived.height = 480 + random.below(4000)
        derived.blurhash = "LEHV6nWB2yk8pyo0adR*.7kCMdnj"
        return derived
    }

    private func digest(_ random: inout SplitMix64) -> SHA256Digest? {
        var bytes: [UInt8] = []
        for _ in 0..<4 {
            let word = random.next()
            for shift in stride(from: 0, to: 64, by: 8) {
                bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
            }
        }
        return SHA256Digest(bytes)
    }
}
