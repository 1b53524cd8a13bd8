import Bytes
public import Raster

/// An adapter whose system fetches its bytes, together with someone who has them.
///
/// Storing is announcing, offering the bytes at an address, and waiting until they have arrived: so a system that
/// takes no bytes from its caller is tried like any other. All else is the adapter's own.
public struct Staged: Adapter {
    /// What is tried.
    public let base: any Adapter
    let host: any ByteHost
    let watch: ArrivalWatch

    /// `base` with `host`, whose addresses its system can reach; `nil` where `base` fetches nothing.
    ///
    /// An arrival is looked at `looks` times, with a `pause` between them: that bounds every wait.
    public init?(
        _ base: any Adapter, host: any ByteHost, sleeper: any Sleeper, pause: Duration = .milliseconds(250),
        looks: Int = 240
    ) {
        guard let fetching = base.fetching else { return nil }
        self.init(base, host, ArrivalWatch(fetching: fetching, sleeper: sleeper, pause: pause, looks: looks))
    }

    init(_ base: any Adapter, _ host: any ByteHost, _ watch: ArrivalWatch) {
        self.base = base
        self.host = host
        self.watch = watch
    }

    /// Has the bytes fetched; what comes of it is whole, or is removed again.
    public func create(_ draft: AssetDraft, _ content: Content) async throws(StorageError) -> NativeAsset {
        let bytes = try await content.collected(exactly: draft.size)
        let id = try await watch.fetching.announce(draft, as: draft.label).id
        do throws(StorageError) {
            try await fetch(bytes, draft, for: id)
            return try await base.stat(id)
        } catch {
            // A task of its own is not cancelled with this one.
            let isRid = await Task { await base.isRid(of: id) }.value
            throw error.leaving(isRid ? .none : .done)
        }
    }

    /// Has `bytes` fetched for an announced asset, and waits until they are there.
    func fetch(_ bytes: [UInt8], _ draft: AssetDraft, for id: NativeID) async throws(StorageError) {
        let expected = try ExpectedBytes(of: bytes, filename: draft.key.filename)
        let address = try await host.offer(bytes, as: draft.contentType)
        let arrival: Arrival
        do throws(StorageError) {
            try await watch.fetching.fetch(draft, for: id, from: address)
            arrival = try await watch.outcome(of: expected, at: id)
        } catch {
            await host.withdraw(address)
            throw error
        }
        await host.withdraw(address)
        try arrival.expectWhole()
    }
}

/// Looks at an arrival again and again, up to a bound.
struct ArrivalWatch: Sendable {
    let fetching: any Fetching
    let sleeper: any Sleeper
    let pause: Duration
    let looks: Int

    /// What comes of an arrival, or how far it is after the last look.
    func outcome(of expected: ExpectedBytes, at id: NativeID, looks: Int? = nil) async throws(StorageError)
        -> Arrival
    {
        var arrival = try await fetching.arrival(of: expected, at: id)
        for _ in 1..<max(2, looks ?? self.looks) where !arrival.isSettled {
            await sleeper.wait(for: pause)
            guard !Task.isCancelled else {
                throw StorageError(.cancelled, "the run was interrupted", side: .client)
            }
            arrival = try await fetching.arrival(of: expected, at: id)
        }
        return arrival
    }
}

extension Arrival {
    /// Whether nothing more is to come.
    fileprivate var isSettled: Bool {
        switch self {
        case .none, .pending: false
        case .whole, .different, .unseen: true
        }
    }

    /// Throws unless all is there.
    fileprivate func expectWhole() throws(StorageError) {
        switch self {
        case .whole, .unseen: return
        case .different(let why): throw StorageError(.malformed, "other bytes arrived: \(why)")
        case .none, .pending: throw StorageError(.timedOut, "the bytes do not arrive", retry: .allowed)
        }
    }
}

extension AssetDraft {
    /// What a system that fetches knows the asset by.
    var label: BackendLabel { BackendLabel(key.asset.rawValue) }
}
