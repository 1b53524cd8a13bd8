public import Bytes
import Crypto
public import Raster

/// How a request that changes something ended before anything was done.
public enum Repetition: Sendable {
    /// It is new, or carries no Idempotency-Key.
    case none
    /// It was answered before: here is the answer.
    case answered(Answer)
}

extension Gateway {
    /// Runs `body` as the only request with this Idempotency-Key in this scope.
    ///
    /// `scope` names the API key, or the network address where there is none. Without a key, `body` just runs.
    /// Throws `IDEMPOTENCY_KEY_IN_USE` while another runs, `BAD_USER_INPUT` for a key out of form.
    /// A refusal that `body` throws is kept for repetitions, if it is final.
    public func withIdempotency<Value>(
        key: String?, scope: String, _ body: (IdempotencyTicket?) async throws -> Value
    ) async throws -> Value {
        guard let key else { return try await body(nil) }
        guard (1...255).contains(key.utf8.count), key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw RasterError(.badUserInput, "Idempotency-Key must have 1 to 255 visible ASCII characters.")
        }
        let ticket = try IdempotencyTicket(key, scope: scope)
        guard requestsInFlight.claim(ticket.scope) else {
            throw RasterError(.idempotencyKeyInUse, "A request with this Idempotency-Key is still running.")
        }
        defer { requestsInFlight.release(ticket.scope) }
        return try await body(ticket)
    }

    /// Tells the ticket what its request is, and looks whether it was answered before.
    ///
    /// Throws `IDEMPOTENCY_KEY_REUSED` where another request was.
    public func identify(_ ticket: IdempotencyTicket?, as fingerprint: SHA256Digest) async throws
        -> Repetition
    {
        guard let ticket else { return .none }
        let horizon = clock.now() - settings.answerRetention
        let remembered = try await catalog.read {
            try await $0.rememberedAnswer(ticket.scope, since: horizon)
        }
        guard let remembered else {
            ticket.fingerprint = fingerprint
            return .none
        }
        guard remembered.fingerprint == fingerprint, let answer = try ticket.open(remembered) else {
            throw RasterError(
                .idempotencyKeyReused, "This Idempotency-Key was used for another request; use a new one.")
        }
        return .answered(answer)
    }

    /// Runs `work` in a transaction that also keeps its answer for a repetition, so that neither is there
    /// without the other, wherever the process dies.
    public func commit(
        _ ticket: IdempotencyTicket?, _ work: @escaping @Sendable (any CatalogWriter) async throws -> Answer
    ) async throws -> Answer {
        let now = clock.now()
        defer {
            mirrorBells.ring()
            lookAtNewJobs()
        }
        return try await catalog.write { writer in
            let answer = try await work(writer)
            if let ticket, answer.isFinal, let sealed = try ticket.seal(answer) {
                try await writer.remember(sealed, under: ticket.scope, at: now)
            }
            return answer
        }
    }

    /// Keeps the answer to a request that was refused, so that its repetition is refused alike.
    public func keep(_ refusal: Answer, _ ticket: IdempotencyTicket?) async throws {
        guard let ticket, ticket.fingerprint != nil else { return }
        _ = try await commit(ticket) { _ in refusal }
    }
}

extension Gateway {
    /// A hash over what makes two requests the same: `identity`, then the body.
    public func fingerprint(_ identity: [UInt8], _ body: [UInt8]) throws -> SHA256Digest {
        let hash = try SHA256()
        try hash.update(identity)
        try hash.update(body)
        return try hash.finish()
    }
}
