/// The content of a made-up file: a picture, a drawing or a text, with a subject in one of several scripts.
public struct SampleContent: Sendable {
    /// What it is about, for names.
    public let subject: String
    /// How the file's name ends.
    public let suffix: String
    /// Its media type.
    public let mediaType: String
    /// Its bytes; a text may have none.
    public let bytes: [UInt8]

    private static let subjects = [
        "harbour", "Hafen bei Nacht", "café-menu", "写真", "ship 🚢", "été", "e\u{301}te\u{301}", "Żuraw",
        "invoice_final(2)", "IMG", "quay & crane", "100% wool", "порт", "semi;colon", "a'b",
    ]
    private static let words = [
        "sea", "night", "crane", "team", "blue", "draft", "für alle", "tag/with/slash", "2024",
    ]

    /// The content of the file with this number, from 0.
    public init(_ number: Int, _ random: inout RandomSequence) {
        subject = Self.pick(Self.subjects, &random)
        switch number % 4 {
        case 0: (suffix, mediaType, bytes) = ("txt", "text/plain", Self.text(subject, &random))
        case 1: (suffix, mediaType, bytes) = ("svg", "image/svg+xml", Self.drawing(number))
        default: (suffix, mediaType, bytes) = ("png", "image/png", Self.picture(&random))
        }
    }

    /// One of `choices`.
    public static func pick(_ choices: [String], _ random: inout RandomSequence) -> String {
        choices[Int.random(in: 0..<choices.count, using: &random)]
    }

    /// At most four tags, each once.
    public static func tags(_ random: inout RandomSequence) -> [String] {
        (0..<Int.random(in: 0...4, using: &random)).map { _ in pick(words, &random) }
            .reduce(into: []) { tags, tag in if !tags.contains(tag) { tags.append(tag) } }
    }

    private static func picture(_ random: inout RandomSequence) -> [UInt8] {
        let side = { (random: inout RandomSequence) in Int.random(in: 1...24, using: &random) }
        let color = random.next()
        return SamplePicture.png(
            width: side(&random), height: side(&random), red: UInt8(truncatingIfNeeded: color),
            green: UInt8(truncatingIfNeeded: color >> 8), blue: UInt8(truncatingIfNeeded: color >> 16))
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
