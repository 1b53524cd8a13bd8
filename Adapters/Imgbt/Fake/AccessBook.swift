import FakeKit
import HTTPCore
import Synchronization

/// A key of a vault.
struct AccessKey: Sendable, Equatable {
    let id: String
    let label: String
    /// `secret` for one that may write, `public` for one that may read.
    let type: String
    let text: String
    let created: Int

    /// Whether it may write.
    var mayWrite: Bool { type == "secret" }
}

/// Who may do what: the keys of a vault, and the addresses that have been revoked; kept in `DIR/access.json`.
final class AccessBook: Sendable {
    private struct State {
        var keys: [AccessKey]
        var revoked: Set<String> = []
    }

    private static let file = "access.json"

    private let folder: FakeFolder
    private let initial: [AccessKey]
    private let state: Mutex<State>

    /// The book in `folder`; one that is new has these keys.
    init(_ folder: FakeFolder, _ initial: [AccessKey]) throws {
        self.folder = folder
        self.initial = initial
        var state = State(keys: initial)
        if let bytes = folder.read(Self.file) {
            let object = try JSONValue(parsing: bytes).asObject()
            let made = try object.array("keys").map { try AccessKey($0.asObject()) }
            let gone = Set(try object.stringArray("gone"))
            state.keys = initial.filter { !gone.contains($0.id) } + made
            state.revoked = Set(try object.stringArray("revoked"))
        }
        self.state = Mutex(state)
    }

    /// Every key, in the order they were made.
    var keys: [AccessKey] { state.withLock { $0.keys } }

    /// The key that a request bears; `nil` for none or an unknown one.
    func key(of request: HTTPRequest) -> AccessKey? {
        guard let field = request.fields["Authorization"] else { return nil }
        let words = field.split(separator: " ")
        guard words.count == 2, words[0].equalsIgnoringASCIICase("Bearer") else { return nil }
        return state.withLock { state in state.keys.first { $0.text == words[1] } }
    }

    /// Adds a key.
    func add(_ key: AccessKey) throws { try change { $0.keys.append(key) } }

    /// Takes a key away; false where there is none.
    func remove(_ id: String) throws -> Bool {
        guard keys.contains(where: { $0.id == id }) else { return false }
        try change { $0.keys.removeAll { $0.id == id } }
        return true
    }

    /// Whether the address with this path is out of use.
    func isRevoked(_ path: String) -> Bool { state.withLock { $0.revoked.contains(path) } }

    /// Puts the address with this path out of use.
    func revoke(_ path: String) throws { try change { $0.revoked.insert(path) } }

    /// As it was at first.
    func reset() throws { try change { $0 = State(keys: initial) } }

    private func change(_ change: (inout State) -> Void) throws {
        try state.withLock { state in
            change(&state)
            try folder.write(bytes(of: state), to: Self.file)
        }
    }

    private func bytes(of state: State) -> [UInt8] {
        let left = Set(state.keys.map(\.id))
        let known = Set(initial.map(\.id))
        var json = JSONWriter()
        json.object { json in
            json.array("keys") { json in
                for key in state.keys where !known.contains(key.id) { json.object { key.write(&$0) } }
            }
            json.member("gone", initial.map(\.id).filter { !left.contains($0) })
            json.member("revoked", state.revoked.sorted())
        }
        return json.finish()
    }
}

extension AccessKey {
    init(_ object: JSONObject) throws {
        self.init(
            id: try object.string("id"), label: try object.string("label"), type: try object.string("type"),
            text: try object.string("key"), created: try object.int("created"))
    }

    func write(_ json: inout JSONWriter) {
        json.member("id", id)
        json.member("label", label)
        json.member("type", type)
        json.member("key", text)
        json.member("created", created)
    }
}
