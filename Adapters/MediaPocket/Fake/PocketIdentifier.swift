import FakeKit

/// Ids as the vendor's are: 20 characters of `[A-Za-z0-9_-]`, some of which begin with `-` or `_`.
enum PocketIdentifier {
    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")

    /// The id of the thing with this number, the same for the same seed; the first begins with `-`.
    static func text(_ number: Int, seed: UInt64) -> String {
        var random = RandomSequence(seed: seed &* 0x9E37_79B9 &+ UInt64(bitPattern: Int64(number)))
        var characters = (0..<20).map { _ in alphabet[Int(random.next() >> 58)] }
        if number % 8 == 1 { characters[0] = "-" }
        if number % 8 == 4 { characters[0] = "_" }
        return String(characters)
    }
}

extension Int {
    /// The number that `text` is, in the one way to write it without a sign.
    init?(canonical text: String) {
        guard let number = Int(text), number >= 0, text == "\(number)" else { return nil }
        self = number
    }
}
