import Bytes
import Raster

// What has become of bytes that the store was told to fetch.
extension FetchingStep {
    /// Looks whether the bytes have arrived, and what that means.
    func look(
        at copy: PartialCopy, _ staging: GatewaySettings.Staging
    ) async throws -> RelocationStep.Outcome {
        guard let native = copy.native else { throw Self.nameless }
        let arrival = try await arrival(of: try await expected(copy), at: native)
        // Without a deadline it has failed before, and somebody wants it tried again.
        let elapsed = elapsed(copy, staging)
        switch arrival {
        case .whole: return try await arrive(copy, native)
        case .unseen where isUnseenForGood(elapsed, staging):
            return try await arrive(copy, native, isUnseen: true)
        // What broke off on its way to the store may get there the next time.
        case .different(let difference) where elapsed != nil && copy.tellings >= RelocationPace.tellings:
            throw RelocationFault.different(difference)
        case .different: return try await tellAnew(copy, native, staging)
        case .none, .pending, .unseen:
            guard let elapsed else { return try await tellAnew(copy, native, staging) }
            return try await wait(for: copy, native, arrival, elapsed, staging)
        }
    }

    /// Whether the store had the time to hand something out, and was asked for it more than once.
    private func isUnseenForGood(
        _ elapsed: Duration?, _ staging: GatewaySettings.Staging
    ) -> Bool {
        guard let elapsed else { return true }
        return elapsed >= min(target.limits.settleTime, staging.lifetime)
            && gateway.fetched.isUnseenAgain(asset.id)
    }

    /// How long ago the store was told; `nil` where it cannot fetch any more.
    private func elapsed(_ copy: PartialCopy, _ staging: GatewaySettings.Staging) -> Duration? {
        guard let deadline = copy.deadline, copy.token != nil else { return nil }
        return staging.lifetime - .milliseconds(deadline.milliseconds - now.milliseconds)
    }

    /// Gives the store the rest of its time, or tells it again where it may have forgotten.
    private func wait(
        for copy: PartialCopy, _ native: NativeID, _ arrival: Arrival, _ elapsed: Duration,
        _ staging: GatewaySettings.Staging
    ) async throws -> RelocationStep.Outcome {
        if arrival == .none, let since = doubt(copy, elapsed, staging) {
            return try await repeatTelling(copy, native, since, staging)
        }
        guard elapsed < staging.lifetime else { throw RelocationFault.late }
        return try await step.wait(RelocationPace.poll(after: elapsed, staging), to: target.name)
    }

    /// How far the bytes have arrived; whoever waits for the asset, to purge it, does not wait for that.
    private func arrival(
        of expected: ExpectedBytes, at native: NativeID
    ) async throws -> Arrival {
        try await gateway.assetsInFlight.hastening(asset.id) {
            try await asking { () async throws(StorageError) in
                try await fetching.arrival(of: expected, at: native)
            }
        }
    }

    private func tellAnew(
        _ copy: PartialCopy, _ native: NativeID, _ staging: GatewaySettings.Staging
    ) async throws -> RelocationStep.Outcome {
        try await discardBytes(of: native)
        return try await tell(copy, staging)
    }

    /// For how long it is in doubt whether the store still means to come for the bytes; `nil` where it may.
    ///
    /// It is where nobody knows whether it was told, where the process that it would have come to has died, and where
    /// it had time enough, even though it came: it says nothing of what broke off.
    private func doubt(
        _ copy: PartialCopy, _ elapsed: Duration, _ staging: GatewaySettings.Staging
    ) -> Duration? {
        if copy.stage == .fetching { return elapsed }
        let came = copy.token.flatMap(gateway.fetched.last)
        let age = Duration.milliseconds(now.milliseconds - gateway.started.milliseconds)
        if came == nil, age < elapsed { return age }
        let settleTime = target.limits.settleTime
        let isSlow =
            copy.tellings < RelocationPace.tellings && elapsed < staging.lifetime
            && elapsed >= RelocationPace.patience(copy.tellings, settleTime, staging)
            && now >= (came ?? .epoch) + settleTime + RelocationPace.fetching(asset.size)
        return isSlow ? max(elapsed, settleTime) : nil
    }

    /// Nobody knows whether the store was told: once that must show, it is told again, with another token.
    ///
    /// The old one is worth nothing then, so that the bytes are not fetched twice.
    private func repeatTelling(
        _ copy: PartialCopy, _ native: NativeID, _ elapsed: Duration, _ staging: GatewaySettings.Staging
    ) async throws -> RelocationStep.Outcome {
        let rest = target.limits.settleTime - elapsed
        guard rest <= .zero else { return try await step.wait(rest, to: target.name) }
        return try await tellAnew(copy, native, staging)
    }
}
