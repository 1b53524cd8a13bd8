import TestSupport

/// Words as people use them: few of them very often, most of them hardly ever.
struct Vocabulary {
    /// Words that a known share of all assets has in its name, one asset in so many.
    static let needles: [(word: String, oneIn: Double)] = [
        ("photo", 1 / 0.6), ("harbour", 10), ("lighthouse", 100), ("zeppelin", 1000),
    ]

    /// Tags that a known share of all assets carries.
    static let wideTags: [(tag: String, oneIn: Double)] = [
        ("archive", 1 / 0.3), ("press", 10), ("award", 100), ("cover", 1000),
    ]

    private static let syllables = [
        "ba", "ke", "lo", "mi", "nu", "ra", "se", "ti", "vo", "wa", "den", "for", "gal", "hin", "jor", "kus",
        "lam", "mer", "nor", "pel", "quin", "ros", "sal", "tur", "vel", "wick", "yar", "zon", "bri", "cla",
        "dro", "fle",
    ]
    private static let foreign = [
        "东京塔夜景", "山水画册", "北京故宫", "上海外滩", "春节灯会", "桜の花見", "富士山頂", "京都の寺", "海辺の夕日", "カメラ目線",
        "서울의 밤", "제주도 바다", "한강 공원", "가을 단풍", "صورة قديمة", "مدينة القاهرة", "غروب الشمس", "🎉 ✨", "🏔️ 🌅", "📷 🐈",
        "Straße", "Überblick", "façade", "Łódź", "Αθήνα", "Москва",
    ]

    let words: [String]
    let tags: [String]

    init(wordCount: Int = 20_000, tagCount: Int = 2_000) {
        words = (0..<wordCount).map(Self.word)
        tags = (0..<tagCount - Self.wideTags.count).map { "\(Self.word($0 * 7 + 3)) \($0 % 10)\($0 / 10)" }
    }

    /// A word of two syllables or more, another one for every number.
    private static func word(_ number: Int) -> String {
        var (rest, word) = (number + syllables.count, "")
        while rest > 0 {
            word += syllables[rest % syllables.count]
            rest /= syllables.count
        }
        return word
    }

    /// A common word rather than a rare one.
    func word(_ random: inout SplitMix64) -> String { words[random.skewed(words.count)] }

    /// A common tag rather than a rare one.
    func tag(_ random: inout SplitMix64) -> String { tags[random.skewed(tags.count)] }

    /// Some words that are not written in plain Latin letters.
    func foreignWords(_ random: inout SplitMix64) -> String {
        Self.foreign[random.skewed(Self.foreign.count)]
    }
}

extension SplitMix64 {
    /// A number from 0 to `bound`, without `bound`.
    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(max(bound, 1))) }

    /// A number from 0 to 1, without 1.
    mutating func fraction() -> Double { Double(next() >> 11) / Double(1 << 53) }

    /// True once in so many times.
    mutating func one(in count: Double) -> Bool { fraction() * count < 1 }
}
