import HTTPCore

// The forms in which the ledger keeps things: the names of their members here, so that no two differ.
protocol PocketRecord {
    var record: JSONValue { get }
    init(_ record: JSONObject) throws
}

extension JSONValue {
    /// An object with these members.
    static func members(_ members: KeyValuePairs<String, JSONValue>) -> JSONValue {
        .object(JSONObject(members.map { .init($0, $1) }))
    }

    static func text(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
    static func int(_ number: Int?) -> JSONValue { number.map { .number(JSONNumber($0)) } ?? .null }
    static func texts(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
}

extension PocketProject: PocketRecord {
    var record: JSONValue {
        .members([
            "id": .string(id), "number": .int(number), "externalID": .text(externalID),
            "parent": .text(parent), "owner": .int(owner), "title": .string(title),
            "description": .text(description), "category": .text(category), "tags": .texts(tags),
            "created": .int(created),
        ])
    }

    init(_ record: JSONObject) throws {
        self.init(
            id: try record.string("id"), title: try record.string("title"),
            owner: try record.int("owner"), created: try record.int("created"))
        number = try record.int("number")
        externalID = try record.optionalString("externalID")
        parent = try record.optionalString("parent")
        description = try record.optionalString("description")
        category = try record.optionalString("category")
        tags = try record.stringArray("tags")
    }
}

extension PocketCollection: PocketRecord {
    var record: JSONValue {
        .members([
            "id": .string(id), "number": .int(number), "owner": .int(owner), "title": .string(title),
            "description": .text(description), "category": .text(category), "tags": .texts(tags),
            "isPublic": .bool(isPublic), "assets": .texts(assets), "created": .int(created),
        ])
    }

    init(_ record: JSONObject) throws {
        self.init(
            id: try record.string("id"), title: try record.string("title"),
            owner: try record.int("owner"), created: try record.int("created"))
        number = try record.int("number")
        description = try record.optionalString("description")
        category = try record.optionalString("category")
        tags = try record.stringArray("tags")
        isPublic = try record.bool("isPublic")
        assets = try record.stringArray("assets")
    }
}

extension PocketComment: PocketRecord {
    var record: JSONValue {
        .members([
            "id": .int(id), "target": .string(target), "user": .int(user), "message": .string(message),
            "updated": .int(updated),
        ])
    }

    init(_ record: JSONObject) throws {
        self.init(
            id: try record.int("id"), target: try record.string("target"), user: try record.int("user"),
            message: try record.string("message"), updated: try record.int("updated"))
    }
}

extension PocketRun: PocketRecord {
    var record: JSONValue {
        .members(["id": .int(id), "asset": .string(asset), "action": .int(action), "created": .int(created)])
    }

    init(_ record: JSONObject) throws {
        self.init(
            id: try record.int("id"), asset: try record.string("asset"), action: try record.int("action"),
            created: try record.int("created"))
    }
}

extension PocketFetch: PocketRecord {
    var record: JSONValue {
        .members([
            "id": .int(id), "asset": .string(asset), "url": .string(url), "filename": .string(filename),
            "request": .int(request), "user": .int(user), "due": .int(due), "state": .string(state.rawValue),
            "reason": .string(reason),
        ])
    }

    init(_ record: JSONObject) throws {
        self.init(
            id: try record.int("id"), asset: try record.string("asset"), url: try record.string("url"),
            filename: try record.string("filename"), request: try record.int("request"),
            user: try record.int("user"), due: try record.int("due"),
            state: State(rawValue: try record.string("state")) ?? .waiting,
            reason: try record.string("reason"))
    }
}

extension PocketEvent: PocketRecord {
    var record: JSONValue {
        .members([
            "id": .int(id), "asset": .string(asset), "user": .int(user), "type": .string(type),
            "created": .int(created), "number": .int(number), "title": .string(title),
        ])
    }

    init(_ record: JSONObject) throws {
        self.init(
            id: try record.int("id"), asset: try record.string("asset"), user: try record.int("user"),
            type: try record.string("type"), created: try record.int("created"),
            number: try record.int("number"), title: try record.string("title"))
    }
}
