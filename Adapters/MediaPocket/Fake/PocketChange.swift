import FakeKit
import HTTPCore

/// Something that an account holds.
enum PocketThing: Sendable, Equatable {
    case asset(PocketAsset)
    case project(PocketProject)
    case collection(PocketCollection)
    case comment(PocketComment)
    case run(PocketRun)
    case fetch(PocketFetch)

    /// How the ledger calls it.
    var name: String {
        switch self {
        case .asset: "asset"
        case .project: "project"
        case .collection: "collection"
        case .comment: "comment"
        case .run: "run"
        case .fetch: "fetch"
        }
    }

    var record: JSONValue {
        switch self {
        case .asset(let asset): asset.record
        case .project(let project): project.record
        case .collection(let collection): collection.record
        case .comment(let comment): comment.record
        case .run(let run): run.record
        case .fetch(let fetch): fetch.record
        }
    }

    /// The thing called `name` in a ledger's `record`.
    init(_ name: String, _ record: JSONObject) throws {
        switch name {
        case "asset": self = .asset(try PocketAsset(record))
        case "project": self = .project(try PocketProject(record))
        case "collection": self = .collection(try PocketCollection(record))
        case "comment": self = .comment(try PocketComment(record))
        case "run": self = .run(try PocketRun(record))
        case "fetch": self = .fetch(try PocketFetch(record))
        default: throw JSONMemberError(name, .wrongType(expected: "a thing that is known"))
        }
    }
}

/// An effect on an account: what the ledger says of it, and what is there afterwards.
struct PocketChange: Sendable {
    let kind: Effect.Kind
    /// The id of what it is about.
    let id: String
    /// The path of that in the vendor's words, such as `assets/ID/comments`.
    let place: String
    /// What is there now.
    var puts: [PocketThing] = []
    /// What is there no more.
    var removes: [PocketThing] = []
    /// What the asset's history has of it.
    var event: PocketEvent?
    /// The file that came, where one did.
    var medium: PocketMedia?
    /// Files that are of no more use.
    var droppedFiles: [String] = []

    init(_ kind: Effect.Kind, _ id: String, at place: String, _ puts: PocketThing...) {
        (self.kind, self.id, self.place, self.puts) = (kind, id, place, puts)
    }

    /// The end of `thing`.
    init(removing thing: PocketThing, _ id: String, at place: String) {
        (kind, self.id, self.place, removes) = (.deleted, id, place, [thing])
    }

    func effect(_ occasion: FakeOccasion, _ now: Int) -> Effect {
        Effect(
            kind, id, place: place, filename: medium?.filename ?? "", size: medium?.size ?? 0,
            sha256: medium?.sha256 ?? "", request: occasion.request, answer: occasion.answer,
            milliseconds: now)
    }

    var record: JSONValue {
        .members([
            "puts": .object(JSONObject(puts.map { .init($0.name, $0.record) })),
            "removes": .object(JSONObject(removes.map { .init($0.name, $0.record) })),
            "event": event?.record ?? .null,
        ])
    }

    /// The change that `effect` was, in a ledger's `record`.
    init(_ effect: Effect, _ record: JSONObject) throws {
        (kind, id, place) = (effect.kind, effect.id, effect.place)
        let things = { (name: String) in
            try record.object(name).members.map { try PocketThing($0.name, $0.value.asObject()) }
        }
        (puts, removes) = (try things("puts"), try things("removes"))
        event = try record.optionalObject("event").map { try PocketEvent($0) }
    }
}
