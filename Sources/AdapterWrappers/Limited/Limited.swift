public import Bytes
public import Raster

/// A store that is asked for so much at once and no more, at a pace that it bears.
///
/// Calls wait for their turn in the order in which they come, for so long and so many; beyond that they are refused
/// at once, with the time after which another attempt makes sense. A call's place is its own until its bytes have
/// all come, have broken off, or are no longer wanted. When the store says that there were too many calls,
/// everyone who shares the ``Limiter`` slows down, and keeps the pause that it asks for.
public struct Limited: AdapterWrapper {
    /// What is wrapped.
    public let base: any Adapter
    let limiter: Limiter

    /// `base`, within the limits that `limiter` keeps.
    public init(_ base: any Adapter, _ limiter: Limiter) {
        self.base = base
        self.limiter = limiter
    }

    /// Those of ``base``, but that what a call does can begin as late as its turn comes.
    public var limits: AdapterLimits { base.limits.settling(later: limiter.maximumWait) }

    /// That of the store, or that too many wait already.
    public var refusal: StorageError? { base.refusal ?? limiter.refusal?.during("admission", in: name) }

    /// Makes the call when its turn has come.
    public func run<Value: Sendable>(
        _ call: AdapterCall, _ body: @Sendable () async throws(StorageError) -> Value
    ) async throws(StorageError) -> Value {
        try await admitted(call, body).value
    }

    /// Opens; the place is kept until the bytes are through.
    public func open(_ id: NativeID, _ range: ByteRange?) async throws(StorageError) -> Content {
        let (content, permit) = try await admitted(.open) { () async throws(StorageError) in
            try await base.open(id, range)
        }
        return content.holding(permit)
    }

    /// Opens; the place is kept until the revision and all bytes taken from it are gone.
    public func revision(of id: NativeID, from revising: any Revising) async throws(StorageError)
        -> Revision
    {
        let (revision, permit) = try await admitted(.revise) { () async throws(StorageError) in
            try await revising.revision(of: id)
        }
        return Revision(size: revision.size, modified: revision.modified, tag: revision.tag) { range in
            revision.content(range).carrying(permit)
        }
    }

    private func admitted<Value: Sendable>(
        _ call: AdapterCall, _ body: @Sendable () async throws(StorageError) -> Value
    ) async throws(StorageError) -> (value: Value, permit: Permit) {
        let permit = try await permit(for: call)
        do throws(StorageError) {
            let value = try await body()
            permit.ended(nil)
            return (value, permit)
        } catch {
            permit.ended(error)
            throw error
        }
    }

    private func permit(for call: AdapterCall) async throws(StorageError) -> Permit {
        do throws(StorageError) { return try await limiter.acquire() } catch {
            throw error.during(call.rawValue, in: name)
        }
    }
}

extension Content {
    /// The same bytes; `permit` is given back when they have all come, have broken off, or are dropped.
    fileprivate func holding(_ permit: Permit) -> Content {
        watched { event in
            switch event {
            case .bytes: break
            case .ended: permit.release()
            case .failed(let error):
                permit.ended(error)
                permit.release()
            }
        }
    }

    /// The same bytes, which keep `permit` as long as somebody keeps them.
    fileprivate func carrying(_ permit: Permit) -> Content {
        watched { _ in withExtendedLifetime(permit) {} }
    }
}
