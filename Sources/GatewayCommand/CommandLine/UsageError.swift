/// A command line that cannot be meant: exit code 2 (CONTRACT 4).
struct UsageError: Error, Equatable, CustomStringConvertible {
    /// What is wrong, and what would be right.
    let description: String

    /// The complaint `description`.
    init(_ description: String) { self.description = description }

    /// The complaint that there is no `kind` called `word`, with the nearest of those there are.
    static func unknown(_ kind: String, _ word: some StringProtocol, known: [String]) -> UsageError {
        let start = "there is no \(kind) \"\(word)\""
        if let near = nearest(to: String(word), among: known) {
            return UsageError("\(start); did you mean \"\(near)\"?")
        }
        return UsageError("\(start); known: \(known.joined(separator: ", "))")
    }
}

/// The one of `candidates` that `word` is most likely a slip of, or `nil` where none is near.
func nearest(to word: String, among candidates: [String]) -> String? {
    let ranked = candidates.map { (distance: editDistance(word, $0), text: $0) }
    guard let best = ranked.min(by: { $0.distance < $1.distance }) else { return nil }
    return best.distance <= max(1, min(3, word.count / 3)) ? best.text : nil
}

/// How many insertions, deletions and replacements lead from one text to the other (Levenshtein).
private func editDistance(_ left: String, _ right: String) -> Int {
    let right = Array(right.lowercased())
    var row = Array(0...right.count)
    for (index, character) in left.lowercased().enumerated() {
        var diagonal = row[0]
        row[0] = index + 1
        for column in right.indices {
            let replaced = diagonal + (right[column] == character ? 0 : 1)
            diagonal = row[column + 1]
            row[column + 1] = min(replaced, row[column] + 1, diagonal + 1)
        }
    }
    return row[right.count]
}
