import FakeKit
import HTTPCore

/// Where a page begins: after a key, in a list with the newest first.
///
/// Clients see Base64 of JSON.
struct ListCursor: Equatable {
    /// The key before the page's first; `nil` for the beginning of the list.
    let after: AssetKey?
    /// Whether it is a cursor that leads to itself for ever.
    var loops = false

    /// The cursor that leads to `index` of `keys`.
    init(to index: Int, in keys: [AssetKey], loops: Bool = false) {
        after = index == 0 ? nil : keys[min(index, keys.count) - 1]
        self.loops = loops
    }

    /// Reads what ``text`` wrote; `nil` for anything else.
    init?(_ text: String) {
        guard let bytes = Base64.decode(text), let json = try? JSONValue(parsing: bytes).asObject(),
            let moment = try? json.string("created_at"), let id = try? json.string("id")
        else { return nil }
        loops = json["loop"] == .bool(true)
        if moment.isEmpty, id.isEmpty {
            after = nil
        } else {
            guard let milliseconds = Moment.milliseconds(moment) else { return nil }
            after = AssetKey(seconds: milliseconds / 1000, id: id)
        }
    }

    /// What clients send back.
    var text: String {
        var json = JSONWriter()
        json.object { json in
            json.member("created_at", after.map { Moment.text(milliseconds: $0.seconds * 1000) } ?? "")
            json.member("id", after?.id ?? "")
            if loops { json.member("loop", true) }
        }
        return Base64.encode(json.finish())
    }

    /// The index in `keys` that it leads to.
    func index(in keys: [AssetKey]) -> Int {
        guard let after else { return 0 }
        return keys.firstIndex { $0 < after } ?? keys.count
    }
}
