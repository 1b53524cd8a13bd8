import Bytes
import Gateway
import HTTPCore
import Raster

/// How every change with a JSON body runs: claimed, read, compared, carried out and answered in one place.
extension RasterFrontEnd {
    /// Carries out a change of the catalog in one transaction with its answer.
    ///
    /// `decode` checks the body before anything is looked up; `perform` makes the change and the answer.
    func change<Body: Sendable>(
        _ context: RequestContext, scope: String, decode: (JSONObject) throws -> Body,
        perform: @escaping @Sendable (Body, any CatalogWriter) async throws -> Answer
    ) async throws -> HTTPResponse {
        try await identified(context, scope) { ticket, body in
            let decoded = try decode(try Self.object(body))
            return try await gateway.commit(ticket) { try await perform(decoded, $0) }
        }
    }

    /// Runs `body` with the request's bytes, unless they were answered before under their Idempotency-Key.
    func identified(
        _ context: RequestContext, _ scope: String,
        _ body: (IdempotencyTicket?, [UInt8]) async throws -> Answer
    ) async throws -> HTTPResponse {
        try await gateway.withIdempotency(key: context.idempotencyKey, scope: scope) { ticket in
            let bytes = try await context.body()
            let fingerprint = try gateway.fingerprint(context.identity, bytes)
            if case .answered(let earlier) = try await gateway.identify(ticket, as: fingerprint) {
                return earlier.response
            }
            return try await keepingRefusal(ticket) { try await body(ticket, bytes) }.response
        }
    }

    /// Runs `body`; what it refuses for good is kept for repetitions, once the request is known whole.
    func keepingRefusal(
        _ ticket: IdempotencyTicket?, _ body: () async throws -> Answer
    ) async throws -> Answer {
        do {
            return try await body()
        } catch let error where !(error is BodyBrokenOff) {
            let refusal = RasterError(anything: error)
            let status = refusal.code.status.code
            if status < 500 && status != 429 {
                try await gateway.keep(Answer(status, refusal.envelope), ticket)
            }
            throw error
        }
    }

    /// The JSON object in `body`; an empty body counts as an empty object, so that what is missing is named.
    static func object(_ body: [UInt8]) throws -> JSONObject {
        guard !body.isEmpty else { return JSONObject([]) }
        do {
            return try JSONValue(parsing: body).asObject()
        } catch is JSONMemberError {
            throw RasterError(.badUserInput, "The body must be a JSON object.")
        }
    }
}

extension LibraryScope {
    /// Whose Idempotency-Keys are one set.
    var idempotencyScope: String { caller.idempotencyScope }
}

extension Caller {
    /// Whose Idempotency-Keys are one set.
    var idempotencyScope: String { "key:\(key.id)" }
}
