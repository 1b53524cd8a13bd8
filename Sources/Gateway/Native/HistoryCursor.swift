import Bytes
import Crypto
import Raster

/// How far a history was read: in the gateway's events, and in those of the asset's backend.
struct HistoryCursor: Equatable {
    /// How far the backend's events were read.
    enum Native: Equatable {
        /// Behind so many events of the page that begins at the bookmark.
        case page(PageToken?, skipping: Int)
        /// To their end.
        case ended
    }

    /// The last of the gateway's events that was shown.
    var own: RecordedEvent.Position?
    /// How far the backend's were.
    var native: Native

    /// The beginning.
    init(readsNative: Bool) { native = readsNative ? .page(nil, skipping: 0) : .ended }

    /// The cursor that `fields` spell; `nil` for what never was one.
    fileprivate init?(_ fields: [String]) {
        if !fields[1].isEmpty || !fields[2].isEmpty {
            guard let created = Int64(fields[1]), let number = Int64(fields[2]) else { return nil }
            own = RecordedEvent.Position(created: Timestamp(milliseconds: created), number: number)
        }
        if fields[3] == "-" {
            native = .ended
        } else {
            guard let skipped = Int(fields[3]), skipped >= 0 else { return nil }
            native = .page(fields[4].isEmpty ? nil : PageToken(fields[4]), skipping: skipped)
        }
    }

    /// The cursor as text, for the history of `asset`.
    func text(of asset: Asset) throws -> String {
        var fields = [try Self.subject(asset)]
        fields.append(own.map { "\($0.created.milliseconds)" } ?? "")
        fields.append(own.map { "\($0.number)" } ?? "")
        switch native {
        case .ended: fields += ["-", ""]
        case .page(let token, let skipped): fields += ["\(skipped)", token?.rawValue ?? ""]
        }
        return Hex.encode(fields.joined(separator: "\n").utf8)
    }

    /// What the history is of, without naming the backend's identifier: a moved asset has another history there.
    fileprivate static func subject(_ asset: Asset) throws -> String {
        let names = "\(asset.id)\n\(asset.home.adapter)\n\(asset.home.id)"
        return String(try SHA256.digest(Array(names.utf8)).description.prefix(16))
    }
}

/// A cursor as a client sends it, before it is known whose history it is of.
struct HistoryBookmark {
    /// The longest that is looked at.
    private static let longest = 4096

    private let subject: String
    private let position: HistoryCursor

    /// The bookmark that `text` is; `nil` for what never was one.
    init?(_ text: String) {
        guard let fields = Self.fields(of: text), fields.count == 5, let position = HistoryCursor(fields)
        else { return nil }
        (subject, self.position) = (fields[0], position)
    }

    /// Where it stands in the history of `asset`.
    ///
    /// Throws `BAD_USER_INPUT` where it is one of another history.
    func cursor(of asset: Asset) throws -> HistoryCursor {
        guard try subject == HistoryCursor.subject(asset) else { throw Gateway.badCursor }
        return position
    }

    /// The backend's own comes last, since it may have lines of its own.
    private static func fields(of text: String) -> [String]? {
        guard text.utf8.count <= longest, let bytes = Hex.decode(text) else { return nil }
        return String(validating: bytes, as: UTF8.self)?
            .split(separator: "\n", maxSplits: 4, omittingEmptySubsequences: false).map { String($0) }
    }
}
