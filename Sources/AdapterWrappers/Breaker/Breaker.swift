public import Bytes
public import Raster

/// A store that is left alone for a while once it has failed too often, so that its callers learn it at once.
///
/// Only failures that are the store's own count: not what it refuses, not what was cancelled, not what ended in the
/// gateway (limits, other breakers), not what the source of bytes spoiled. Bytes that break off after the answer
/// has begun do count.
public struct Breaker: AdapterWrapper {
    /// What is wrapped.
    public let base: any Adapter
    private let circuit: Circuit

    /// `base`, behind a breaker of its own.
    public init(
        _ base: any Adapter, _ settings: BreakerSettings = .init(), _ environment: WrapperEnvironment
    ) {
        self.base = base
        circuit = Circuit(settings, environment, for: base.name)
    }

    /// While the store is left alone, with the time that is left; else what ``base`` says.
    public var refusal: StorageError? {
        circuit.refusal?.during("admission", in: name) ?? base.refusal
    }

    /// Makes the call, or refuses it at once.
    public func run<Value: Sendable>(
        _ call: AdapterCall, _ body: @Sendable () async throws(StorageError) -> Value
    ) async throws(StorageError) -> Value {
        let (value, ticket) = try await admitted(call, body)
        circuit.ended(ticket, .answered)
        return value
    }

    /// Opens; how the bytes end counts as the end of the call.
    public func open(_ id: NativeID, _ range: ByteRange?) async throws(StorageError) -> Content {
        let (content, ticket) = try await admitted(.open) { () async throws(StorageError) in
            try await base.open(id, range)
        }
        guard case .stream = content else {
            circuit.ended(ticket, .answered)
            return content
        }
        return content.counted(by: circuit, circuit.answerBegan(ticket))
    }

    /// Creates; where the content fails, or is still awaited when the time is up, the store is not to blame.
    public func create(_ draft: AssetDraft, _ content: Content) async throws(StorageError) -> NativeAsset {
        let source = SourceWatch()
        return try await run(.create) { () async throws(StorageError) in
            do throws(StorageError) { return try await base.create(draft, source.watching(content)) } catch {
                throw source.isToBlame ? error.blaming(.source) : error
            }
        }
    }

    private func admitted<Value: Sendable>(
        _ call: AdapterCall, _ body: @Sendable () async throws(StorageError) -> Value
    ) async throws(StorageError) -> (Value, BreakerState.Ticket) {
        do throws(StorageError) {
            let ticket = try circuit.admit()
            do throws(StorageError) { return (try await body(), ticket) } catch {
                circuit.ended(ticket, call == .open ? CallOutcome(reading: error) : CallOutcome(error))
                throw error
            }
        } catch { throw error.during(call.rawValue, in: name) }
    }
}

extension Content {
    /// The same bytes, whose end is the end of the call with `ticket`.
    fileprivate func counted(by circuit: Circuit, _ ticket: BreakerState.Ticket) -> Content {
        watched { event in
            switch event {
            case .bytes: break
            case .ended: circuit.ended(ticket, .answered)
            case .failed(let error): circuit.ended(ticket, CallOutcome(reading: error))
            }
        }
    }
}
