public import Raster

extension Gateway {
    /// Starts an action of the store on the asset, at most once for an Idempotency-Key.
    ///
    /// Whether one without an answer has started nobody knows; the error says where to look. As long as there is no
    /// answer, a repetition gets what `refusal` makes of `IDEMPOTENCY_KEY_IN_USE`, across restarts too.
    ///
    /// Throws as ``metadata(of:in:)`` does, `RESOURCE_NOT_FOUND` for an unknown action, `FORBIDDEN` also where the
    /// store is only read from, and `INTERNAL_SERVER_ERROR` where nobody knows.
    public func startAction(
        _ action: NativeID, on id: AssetID, in scope: LibraryScope, _ ticket: IdempotencyTicket?,
        refusal: (RasterError) -> Answer, answer: @escaping @Sendable (ActionRun) -> Answer
    ) async throws -> Answer {
        let (runner, home) = try await ability(of: id, in: scope) { $0.actions }
        try checkChangeable(home.adapter)
        let attempt = ActionAttempt(action: action, asset: id, actor: scope.caller.key.label, ticket: ticket)
        try await begin(attempt, inDoubt: refusal(RasterError(.idempotencyKeyInUse, Self.doubt)))
        let run = try await start(attempt) { try await runner.start(action, on: home.id) }
        let now = clock.now()
        return try await commit(ticket) { writer in
            try await attempt.note(.actionStarted, at: now, writer)
            return answer(run)
        }
    }

    private static let doubt =
        "The action may have been started; see the asset's action-runs before you start it again."

    /// Writes down that the store is about to be asked, and what a repetition gets until it has answered.
    private func begin(_ attempt: ActionAttempt, inDoubt: Answer) async throws {
        let now = clock.now()
        try await catalog.write { writer in
            try await attempt.note(.actionRequested, at: now, writer)
            guard let ticket = attempt.ticket, let sealed = try ticket.seal(inDoubt) else { return }
            try await writer.remember(sealed, under: ticket.scope, at: now)
        }
    }

    private func start(
        _ attempt: ActionAttempt, _ body: () async throws -> ActionRun
    ) async throws -> ActionRun {
        do { return try await asking(to: "start this action", body) } catch {
            let cause = (error as? StoreRefusal)?.cause ?? StorageError(wrapping: error)
            guard cause.leavesNothing else {
                throw StoreRefusal(shown: RasterError(.internalServerError, Self.doubt), cause: cause)
            }
            try await abandon(attempt)
            guard cause.kind == .notFound else { throw error }
            throw StoreRefusal(
                shown: RasterError(.resourceNotFound, "The store has no such action for this asset."),
                cause: cause)
        }
    }

    /// Nothing has started: it is as if nobody had asked.
    private func abandon(_ attempt: ActionAttempt) async throws {
        let now = clock.now()
        try await catalog.write { writer in
            try await attempt.note(.actionRefused, at: now, writer)
            if let ticket = attempt.ticket { try await writer.forgetAnswer(under: ticket.scope) }
        }
    }
}

/// A call that starts an action.
private struct ActionAttempt: Sendable {
    let action: NativeID
    let asset: AssetID
    /// The label of the key that asks for it.
    let actor: String?
    let ticket: IdempotencyTicket?

    /// Writes down how far it has come.
    func note(_ event: AssetEvent, at now: Timestamp, _ writer: any CatalogWriter) async throws {
        try await writer.acting(as: actor).note(event, of: asset, detail: action.rawValue, at: now)
    }
}
