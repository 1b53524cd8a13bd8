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
        let claimHorizon = gateway.clock.now() - Gateway.claimMemory
        _ = try await gateway.catalog.write { try await $0.forgetClaims(before: claimHorizon) }
        let horizon = gateway.clock.now() - gateway.settings.answerRetention
        round.forgotten = try await gateway.catalog.write { try await $0.forgetAnswers(before: horizon) }
        return round
    }
}
