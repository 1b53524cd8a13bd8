import Raster

/// What the owner of a data directory does beside answering requests: expiry, purges, recovery, forgetting.
public struct Housekeeper: Sendable {
    /// What one round came to.
    public struct Round: Sendable, Equatable {
        /// Unclaimed organizations removed.
        public var expired = 0
        /// Assets purged.
        public var purged = 0
        /// Answers forgotten.
        public var forgotten = 0
        /// Jobs forgotten.
        public var jobs = 0
        /// Intents looked at.
        public var recovery = Gateway.Recovery()
    }

    private let gateway: Gateway

    /// A housekeeper for `gateway`.
    public init(_ gateway: Gateway) { self.gateway = gateway }

    /// Does everything that is due now, in bounded steps, until nothing is left or `isStopped`.
    public func round(isStopped: @Sendable () -> Bool = { false }) async throws -> Round {
        var round = Round()
        round.recovery = try await gateway.recover()
        try await gateway.resumeRelocations()
        while !isStopped() {
            let expired = try await gateway.removeExpired()
            round.expired += expired
            if expired < Gateway.removalsPerStep { break }
        }
        while !isStopped() {
            let purged = try await gateway.purgeDue()
            round.purged += purged
            if purged == 0 { break }
        }
        (round.forgotten, round.jobs) = try await forget()
        return round
    }

    /// Drops answers and jobs that have been kept for long enough; how many of each.
    private func forget() async throws -> (answers: Int, jobs: Int) {
        let now = gateway.clock.now()
        let settings = gateway.settings
        return try await gateway.catalog.write { writer in
            _ = try await writer.forgetClaims(before: now - Gateway.claimMemory)
            return (
                try await writer.forgetAnswers(before: now - settings.answerRetention),
                try await writer.forgetJobs(endedBefore: now - settings.jobRetention)
            )
        }
    }
}
