import HTTPCore
import Raster
import TestSupport
import Testing

@testable import MediaPocketAdapter

/// A row of the table in the README: what the API says, and what it means.
struct ErrorRow: Sendable, CustomStringConvertible {
    let status: HTTPStatus
    let text: String
    let kind: StorageError.Kind
    let side: StorageError.Side
    let code: String?

    init(
        _ status: HTTPStatus, _ text: String, _ kind: StorageError.Kind, _ side: StorageError.Side,
        _ code: String?
    ) {
        (self.status, self.text, self.kind, self.side, self.code) = (status, text, kind, side, code)
    }

    var description: String { "\(status.code) \(text)" }

    static let documented: [ErrorRow] = [
        ErrorRow(404, "asset not found", .notFound, .target, "ASSET_NOT_FOUND"),
        ErrorRow(404, "project not found", .preconditionFailed, .target, "PROJECT_NOT_FOUND"),
        ErrorRow(200, "Project not found.", .preconditionFailed, .target, "PROJECT_NOT_FOUND"),
        ErrorRow(
            404,
            "Couldn't find Comment with 'id'=x [WHERE \"comments\".\"target_id\" = $1 AND \"comments\"]",
            .notFound, .target, "COMMENT_NOT_FOUND"),
        ErrorRow(404, "Couldn't find DagAction with 'id'=x", .notFound, .target, "ACTION_NOT_FOUND"),
        ErrorRow(
            404, "Couldn't find Media with 'id'=x [WHERE \"media\".\"asset_id\" = $1]", .notFound, .target,
            "MEDIA_NOT_FOUND"),
        ErrorRow(
            400, "External id has already been taken", .alreadyExists, .target, "EXTERNAL_ID_TAKEN"),
        ErrorRow(
            400, "Can not restore Assets that is not in trash bin", .preconditionFailed, .target,
            "NOT_IN_TRASH_BIN"),
        ErrorRow(
            200, "-a1 does not have a parent project", .preconditionFailed, .target, "NO_PARENT_PROJECT"),
        ErrorRow(200, "No media found on this asset.", .preconditionFailed, .target, "NO_MEDIA"),
        ErrorRow(400, "not a valid HTTP URL", .invalid, .gateway, "NO_HTTP_URL"),
        ErrorRow(
            400, "Title is too long (maximum is 255 characters)", .invalid, .gateway, "TITLE_TOO_LONG"),
        ErrorRow(422, "Missing parameter title", .invalid, .gateway, "MISSING_PARAMETER"),
        ErrorRow(
            422, "Invalid parameter 'cursor' value \"test\": Invalid cursor", .invalid, .client,
            "INVALID_CURSOR"),
        ErrorRow(
            422, "Invalid parameter 'media_type' value \"image\": Must be one of: <code>article</code>.",
            .invalid, .gateway, "INVALID_PARAMETER"),
        ErrorRow(403, "Not allowed to perform this action", .denied, .gateway, "NOT_ALLOWED"),
        ErrorRow(
            403, "Permission denied. Must have ACTIONS_VIEW permissions.", .denied, .gateway,
            "PERMISSION_DENIED"),
    ]

    static let others: [ErrorRow] = [
        ErrorRow(400, "canary", .invalid, .gateway, "OTHER"),
        ErrorRow(401, "canary", .unauthenticated, .gateway, "OTHER"),
        ErrorRow(403, "canary", .denied, .gateway, "OTHER"),
        // Words of its own for what is missing; whoever says anything else with 404 may be another.
        ErrorRow(404, "Not Found", .notFound, .target, "NOT_FOUND"),
        ErrorRow(404, "Asset canary was NOT FOUND.", .notFound, .target, "NOT_FOUND"),
        ErrorRow(404, "Couldn't find Asset with 'id'=canary", .notFound, .target, "NOT_FOUND"),
        ErrorRow(404, "user not found", .notFound, .target, "NOT_FOUND"),
        ErrorRow(404, "canary", .unavailable, .gateway, nil),
        ErrorRow(404, "Route GET:/canary not found", .unavailable, .gateway, nil),
        ErrorRow(409, "canary", .alreadyExists, .target, "OTHER"),
        ErrorRow(422, "canary", .invalid, .gateway, "OTHER"),
        ErrorRow(429, "canary", .rateLimited, .target, "OTHER"),
        ErrorRow(500, "canary", .unavailable, .target, "OTHER"),
        ErrorRow(503, "canary", .unavailable, .target, "OTHER"),
        ErrorRow(200, "canary", .invalid, .gateway, "OTHER"),
        // A sentence does not outweigh a status that says more.
        ErrorRow(500, "asset not found", .unavailable, .target, "ASSET_NOT_FOUND"),
        ErrorRow(401, "asset not found", .unauthenticated, .gateway, "ASSET_NOT_FOUND"),
    ]
}

@Suite struct ErrorTableTests {
    private func error(_ response: HTTPResponse) async throws -> StorageError? {
        let adapter = try MediaPocketAdapter.sample(api: CannedTransport(response))
        return await failure { () async throws(StorageError) in _ = try await adapter.stat("-a1") }
    }

    @Test(arguments: ErrorRow.documented + ErrorRow.others)
    func `a sentence means what the table says, and is repeated nowhere`(_ row: ErrorRow) async throws {
        let error = try #require(try await error(.refusal(row.status, row.text)))

        #expect(error.kind == row.kind && error.side == row.side && error.effect == .none)
        #expect(error.context.first { $0.key == "code" }?.value == row.code)
        #expect(!"\(error)".contains("canary") && !"\(error)".contains("WHERE") && !"\(error)".contains("<"))
    }

    @Test func `every row of the table is a documented one`() {
        #expect(
            Set(MediaPocketComplaint.all.map(\.code)) == Set(ErrorRow.documented.compactMap(\.code)))
    }

    private static let strangers = [
        HTTPResponse(404), .json(404, "{\"status\":404,\"error\":\"Not Found\"}"), .json(404, "{}"),
        HTTPResponse(404, fields: ["Content-Type": "text/html"], body: .bytes(Array("<p>".utf8))),
        HTTPResponse(404, fields: ["Content-Type": "text/plain"], body: .bytes(Array("Not found".utf8))),
    ]

    @Test func `a 404 that the API has not given may pass, and is about no asset`() async throws {
        for response in Self.strangers {
            let error = try await error(response)
            #expect(error?.kind == .unavailable && error?.side == .gateway && error?.retry == .allowed)
        }
    }

    @Test func `an asset is deleted only where whoever says so, or a look at it, is sure`() async throws {
        let vague = Self.strangers + [.refusal(404, "Not found"), .refusal(404, "canary")]
        for response in vague {
            for (look, kind) in [
                (HTTPResponse.asset(), StorageError.Kind.unavailable), (HTTPResponse(404), .unavailable),
                (.refusal(404, "asset not found"), .notFound), (.refusal(404, "Not found"), .notFound),
            ] {
                let api = CannedTransport(response, look)
                let adapter = try MediaPocketAdapter.sample(api: api)
                let error = await failure { () async throws(StorageError) in try await adapter.delete("-a1") }
                #expect(error?.kind == kind && error?.effect == StorageError.Effect.none)
                #expect(api.lines == ["DELETE /api/v2/assets/-a1", "GET /api/v2/assets/-a1"])
            }
        }
        let api = CannedTransport(.refusal(404, "asset not found"))
        let adapter = try MediaPocketAdapter.sample(api: api)
        let error = await failure { () async throws(StorageError) in try await adapter.delete("-a1") }
        #expect(error?.kind == .notFound && api.lines.count == 1)
    }

    @Test(arguments: [
        "{\"errors\":{\"error\":\"x\",\"status\":400}}", "{\"errors\":[\"x\"]}", "{\"errors\":\"x\"}",
        "{\"error\":{\"code\":1}}", "{\"error\":true}", "{\"errors\":[7]}",
    ])
    func `a success that complains in any form is a failure`(_ body: String) async throws {
        let whole = body.dropLast() + "," + SampleAsset().json.dropFirst()
        #expect(try await error(.json(200, String(whole)))?.kind == .invalid)
    }

    @Test(arguments: [
        "\"error\":null", "\"errors\":[]", "\"errors\":{}", "\"errors\":null", "\"error\":false",
    ])
    func `a complaint about nothing is none`(_ member: String) async throws {
        #expect(try await error(.json(200, "{\(member)," + SampleAsset().json.dropFirst())) == nil)
    }

    @Test func `a change that was complained about in unknown words may have happened`() async throws {
        let adapter = try MediaPocketAdapter.sample(api: CannedTransport(.refusal(200, "oh no")))
        let error = await failure { () async throws(StorageError) in try await adapter.delete("-a1") }
        #expect(error?.kind == .invalid && error?.effect == .unknown)
    }

    @Test func `how long to wait is passed on`() async throws {
        for status in [429, 503] {
            let busy = HTTPResponse(HTTPStatus(status), fields: ["Retry-After": "7"])
            #expect(try await error(busy)?.retry == .after(.seconds(7)))
        }
    }
}
