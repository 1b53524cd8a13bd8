public import Bytes
public import Raster
import Telemetry

/// A store whose calls are counted, timed and, where they fail, logged; nothing else about it changes.
///
/// It stands next to the store, so that it sees every attempt and only what is really asked. A scrape reads what is in
/// memory.
public struct Observed: AdapterWrapper {
    /// What is wrapped.
    public let base: any Adapter
    private let clock: any WallClock
    private let figures: AdapterFigures
    private let log: AdapterLog

    /// `base`, with its figures and its log lines where `environment` has them.
    public init(_ base: any Adapter, _ environment: WrapperEnvironment) {
        self.base = base
        clock = environment.clock
        figures = environment.metrics.figures(of: base.name)
        log = AdapterLog(base.name, environment)
    }

    /// Makes the call and notes how it ended.
    public func run<Value: Sendable>(
        _ call: AdapterCall, _ body: @Sendable () async throws(StorageError) -> Value
    ) async throws(StorageError) -> Value {
        try await flown(call, body).value
    }

    /// Opens; what comes is counted, and on its way until it has ended or is dropped; a file is here already.
    public func open(_ id: NativeID, _ range: ByteRange?) async throws(StorageError) -> Content {
        let (content, flight) = try await flown(.open) { () async throws(StorageError) in
            try await base.open(id, range)
        }
        if case .file(let slice) = content { figures.readBytes.increment(by: slice.range.length) }
        return content.watched { [figures, log] event in
            switch event {
            case .bytes(let count):
                figures.readBytes.increment(by: count)
                flight.add(count)
            case .ended: flight.end()
            case .failed(let error):
                figures.brokenStreams.increment()
                log.brokeOff(error, after: flight.bytes)
                flight.end()
            }
        }
    }

    /// Creates; bytes count once the store has them.
    public func create(_ draft: AssetDraft, _ content: Content) async throws(StorageError) -> NativeAsset {
        let asset = try await run(.create) { () async throws(StorageError) in
            try await base.create(draft, content)
        }
        figures.writtenBytes.increment(by: draft.size)
        return asset
    }

    private func flown<Value: Sendable>(
        _ call: AdapterCall, _ body: @Sendable () async throws(StorageError) -> Value
    ) async throws(StorageError) -> (value: Value, flight: Flight) {
        let flight = Flight(figures.inFlight)
        let began = clock.monotonic()
        do throws(StorageError) {
            let value = try await body()
            figures.ended(call, nil, after: clock.monotonic() - began)
            return (value, flight)
        } catch {
            let duration = clock.monotonic() - began
            figures.ended(call, error.kind, after: duration)
            log.failed(call, error, after: duration)
            flight.end()
            throw error
        }
    }
}
