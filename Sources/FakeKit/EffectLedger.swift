public import HTTPCore
import Synchronization

/// Everything that was done to a store, in order and for good: `DIR/ledger.jsonl`, one JSON object a line.
///
/// It is the store's memory too: a line ends with what the store knows afterwards, so that a fake that was killed
/// finds everything again by reading it. A line that was not finished is dropped.
public final class EffectLedger: Sendable {
    private struct State {
        var file: AppendedFile
        var effects: [Effect] = []
    }

    private let state: Mutex<State>
    private let path: String

    /// The ledger in `folder`; `replay` gets each effect there is with what the store wrote beside it.
    public init(in folder: FakeFolder, replay: (Effect, JSONValue) throws -> Void = { _, _ in }) throws {
        path = "\(folder.path)/ledger.jsonl"
        var effects: [Effect] = []
        let file = try AppendedFile(path) { line in
            guard let object = try? JSONValue(parsing: line).asObject(), let effect = try? Effect(object)
            else {
                throw FakeFailure("\(effects.count + 1). line of the ledger is not understood")
            }
            try replay(effect, object["record"] ?? .null)
            effects.append(effect)
        }
        state = Mutex(State(file: file, effects: effects))
    }

    /// Notes `effect`, and beside it what the store will need to know; the effect with its number.
    @discardableResult
    public func note(_ effect: Effect, record: JSONValue = .null) throws -> Effect {
        try state.withLock { state in
            var effect = effect
            effect.sequence = state.effects.count + 1
            var json = JSONWriter()
            json.object { json in
                effect.write(&json)
                json.key("record")
                json.value(record)
            }
            try state.file.append(json.finish() + [UInt8(ascii: "\n")])
            state.effects.append(effect)
            return effect
        }
    }

    /// All effects, in order.
    public var effects: [Effect] { effects(after: 0) }

    /// At most `limit` effects with numbers above `sequence`.
    public func effects(after sequence: Int, limit: Int = .max) -> [Effect] {
        state.withLock { Array($0.effects.dropFirst(max(0, sequence)).prefix(limit)) }
    }

    /// How many there are.
    public var count: Int { state.withLock { $0.effects.count } }

    /// Begins anew, empty.
    public func reset() throws {
        try state.withLock { state in
            try state.file.empty()
            state.effects = []
        }
    }
}
