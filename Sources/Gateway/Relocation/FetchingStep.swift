import Bytes
import Raster

/// A step towards a store that fetches bytes for itself.
///
/// How far the copy has come is kept before each call and after it, so that after whatever end the next step knows
/// what may have happened.
struct FetchingStep {
    let step: RelocationStep
    let relocation: Relocation
    let target: any Adapter
    let fetching: any Fetching

    init(
        _ step: RelocationStep, _ relocation: Relocation, _ target: any Adapter, _ fetching: any Fetching
    ) {
        self.step = step
        self.relocation = relocation
        self.target = target
        self.fetching = fetching
    }

    var gateway: Gateway { step.gateway }
    var asset: Asset { relocation.asset }
    var draft: AssetDraft { AssetDraft(of: asset) }
    var now: Timestamp { gateway.clock.now() }

    func run() async throws -> RelocationStep.Outcome {
        guard let staging = gateway.settings.staging else {
            throw StorageError(.unsupported, "no address is configured to fetch bytes from", side: .gateway)
        }
        var copy: PartialCopy
        if let begun = relocation.copy { copy = begun } else { copy = try await begin() }
        if copy.stage == .announcing { copy = try await announce(copy) }
        if copy.stage == .announced { return try await tell(copy, staging) }
        return try await look(at: copy, staging)
    }

    /// Checks the source, and keeps the label before it is used.
    private func begin() async throws -> PartialCopy {
        let digests = try await step.digests(of: try await step.source(of: asset), of: asset, md5: true)
        let (asset, name, now, since) = (asset, target.name, now, relocation.since)
        return try await gateway.catalog.write { writer in
            let lost = try await writer.placeholderCount(of: asset.id, in: name, since: since)
            guard lost < RelocationPace.labels else { throw RelocationFault.noLabel }
            let label = try await writer.nextLabel(asset.id.rawValue, in: name)
            let copy = PartialCopy(in: name, label: label, md5: digests.md5)
            try await writer.keep(copy, of: asset.id, due: now)
            return copy
        }
    }

    /// Makes the store know the asset, by the next label where the one is taken.
    private func announce(_ begun: PartialCopy) async throws -> PartialCopy {
        var copy = begun
        for _ in 0..<Gateway.labelsPerAttempt {
            let label = BackendLabel(asset.id.rawValue, number: copy.label)
            if let native = try await fetching.announceOnce(draft, as: label) {
                (copy.native, copy.stage, copy.shown) = (native.id, .announced, draft.shown(in: target))
                copy.announced = now
                try await keep(copy)
                return copy
            }
            copy = try await passOver(label, copy)
        }
        throw StorageError(.alreadyExists, "all labels that were tried are taken").with("asset", asset.id)
    }

    private func passOver(_ label: BackendLabel, _ taken: PartialCopy) async throws -> PartialCopy {
        let placeholder = Placeholder(.asset, in: target.name, as: label, noted: now)
        let (asset, name, now, since) = (asset, target.name, now, relocation.since)
        let next = try await gateway.catalog.write { writer -> PartialCopy? in
            try await writer.note(placeholder)
            let lost = try await writer.placeholderCount(of: asset.id, in: name, since: since)
            guard lost < RelocationPace.labels else {
                try await writer.forgetCopy(of: asset.id)
                return nil
            }
            var copy = taken
            copy.label = try await writer.nextLabel(asset.id.rawValue, in: name)
            try await writer.keep(copy, of: asset.id, due: now)
            return copy
        }
        guard let next else { throw RelocationFault.noLabel }
        return next
    }

    /// Keeps how far the copy is, due now or after `pause`.
    func keep(_ copy: PartialCopy, for pause: Duration = .zero) async throws {
        let next = now + pause
        try await gateway.catalog.write { [asset] in try await $0.keep(copy, of: asset.id, due: next) }
    }

    /// Makes a call about the copy; where the store has lost it, the next step begins anew.
    ///
    /// What was just announced may not show up yet: it is lost once it must. Its label is noted, since it may turn up
    /// again.
    func asking<Value>(_ call: () async throws(StorageError) -> Value) async throws -> Value {
        do { return try await call() } catch {
            guard error.kind == .notFound, let copy = try await present() else { throw error }
            let settled = copy.announced.map { $0 + target.limits.settleTime } ?? now
            guard now >= settled else {
                throw StorageError(.unavailable, "what was just announced does not show yet", retry: .allowed)
                    .during("relocate", in: target.name).with("asset", asset.id)
            }
            try await forget(copy)
            throw error
        }
    }

    private func forget(_ copy: PartialCopy) async throws {
        let label = BackendLabel(asset.id.rawValue, number: copy.label)
        let placeholder = Placeholder(.asset, in: target.name, as: label, noted: now)
        try await gateway.catalog.write { [asset] writer in
            try await writer.note(placeholder)
            try await writer.forgetCopy(of: asset.id)
        }
    }

    /// The copy as it is kept.
    private func present() async throws -> PartialCopy? {
        try await gateway.catalog.read { [asset] in try await $0.relocation(of: asset.id)?.copy }
    }
}
