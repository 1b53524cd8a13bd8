import HTTPCore
import Raster

extension NativeComment {
    /// The comment in `object`; `nil` without an id.
    ///
    /// One without a time is there all the same, since 1970: what a list leaves out has vanished.
    init?(_ object: JSONObject) {
        guard let id = object.id("id") else { return nil }
        let text = ["message", "comment", "text"].lazy.compactMap(object.text).first
        let updated = object.moment("updated_at") ?? object.moment("created_at")
        self.init(
            id: NativeID(id), text: text ?? "", updated: updated ?? Timestamp(milliseconds: 0),
            author: object.child("user").flatMap(Self.name))
    }

    /// First and last name; never an address, which people also write into those.
    private static func name(of user: JSONObject) -> String? {
        let names = ["first_name", "last_name"].compactMap { user.text($0) }
            .filter { !$0.isEmpty && !$0.utf8.contains(UInt8(ascii: "@")) }
        return names.isEmpty ? nil : names.joined(separator: " ")
    }
}

/// Part of what has happened to an asset.
struct MediaPocketHistory: Sendable {
    let events: [HistoryEvent]
    /// The cursor of the next part; `nil` on the last one.
    let next: String?

    /// The part in `object`, which `cursor` led to.
    ///
    /// It ends where there is no next cursor, or one that leads back: to this part or to the beginning.
    init(_ object: JSONObject, after cursor: String) throws(StorageError) {
        events = try object.list("results", HistoryEvent.init)
        let next: String? =
            if case .number(let number)? = object["next_cursor"] { number.text } else {
                object.text("next_cursor")
            }
        self.next = next.flatMap { ["", Self.beginning, cursor].contains($0) ? nil : $0 }
    }

    /// The cursor of the first part.
    static let beginning = "0"
}

extension HistoryEvent {
    /// The event in `object`; `nil` without id, type or time.
    ///
    /// Its user is a number, which tells people nothing.
    init?(_ object: JSONObject) {
        guard let id = object.id("id"), let type = object.text("event_type"),
            let created = object.moment("created_at")
        else { return nil }
        self.init(id: id, type: type, created: created, detail: Self.targets(of: object))
    }

    /// What it happened to, such as `Asset: Harbour`.
    private static func targets(of object: JSONObject) -> String? {
        guard case .array(let values)? = object["event_targets"] else { return nil }
        let texts = values.compactMap { value -> String? in
            guard case .object(let target) = value, let type = target.text("target_type") else { return nil }
            return target.child("target")?.text("title").map { "\(type): \($0)" } ?? type
        }
        return texts.isEmpty ? nil : texts.joined(separator: ", ")
    }
}

extension AssetAction {
    /// The action in `object`; `nil` without an id.
    init?(_ object: JSONObject) {
        guard let id = object.id("id") else { return nil }
        self.init(
            id: NativeID(id), name: object.text("name") ?? id, description: object.text("description"),
            category: object.text("category"))
    }
}

extension ActionRun {
    /// The run in `object`; `nil` without id or status.
    ///
    /// Its action may have been removed meanwhile.
    init?(_ object: JSONObject) {
        guard let id = object.id("id"), let status = object.text("status") else { return nil }
        let action = object.child("dag_action").flatMap(AssetAction.init)
        let messages = try? object.list("dag_action_run_messages", Message.init)
        self.init(
            id: NativeID(id), status: status,
            created: object.moment("created_at") ?? Timestamp(milliseconds: 0),
            action: action ?? AssetAction(id: NativeID(object.id("dag_action_id") ?? ""), name: ""),
            messages: messages ?? [])
    }
}

extension ActionRun.Message {
    fileprivate init?(_ object: JSONObject) {
        guard let message = object.text("message"), let created = object.moment("created_at") else {
            return nil
        }
        self.init(message: message, created: created)
    }
}

extension AssetCollection {
    /// The collection in `object`; `nil` without an id.
    ///
    /// Its owner is an address, which is not told.
    init?(_ object: JSONObject) {
        guard let id = object.id("id") else { return nil }
        self.init(
            id: NativeID(id), title: object.text("title") ?? "", tags: object.texts("tags") ?? [],
            isPublic: object["isPublic"] == .bool(true))
        description = object.text("description")
        category = object.text("category")
        created = object.moment("created_date")
        updated = object.moment("modification_date")
    }
}
