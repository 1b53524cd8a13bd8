import Bytes
import Foundation
import Gateway
import HTTPCore
import Raster
import RasterCatalog
import Telemetry
import TestSupport
import Testing

/// `/staging`, where there is something to fetch.
@Suite struct StagedBytesTests {
    private static let token = "AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_abcde"
    private static let path = "/staging/\(token)"

    private func staged(
        _ filename: String = "beach.jpg", _ text: String = "0123456789"
    ) async throws -> (surface: Surface, id: String) {
        let surface = try await Surface()
        let id = try await surface.asset(filename, text)
        try await surface.stage(id, Self.token)
        return (surface, id)
    }

    private func get(_ surface: Surface, _ fields: HTTPFields = [:]) async throws -> Reply {
        try await surface.send(HTTPRequest(.get, Self.path, fields: fields))
    }

    @Test func `the bytes need no header, and nothing on the way keeps them`() async throws {
        let (surface, _) = try await staged()

        let reply = try await get(surface)

        #expect(reply.status == 200 && reply.text == "0123456789")
        #expect(reply.fields["Content-Type"] == "image/jpeg")
        #expect(reply.fields["Cache-Control"] == "no-store")
        #expect(reply.fields["Content-Disposition"] == #"attachment; filename="beach.jpg""#)
        #expect(reply.fields["Accept-Ranges"] == "bytes")
        #expect(reply.fields["Access-Control-Allow-Origin"] == nil)
        #expect(reply.fields["X-Raster-Gateway"] == nil)
    }

    @Test func `they are handed to the socket as a file where their store has one`() async throws {
        let (surface, _) = try await staged()

        let response = try await surface.transport.send(HTTPRequest(.get, Self.path))

        guard case .file(let slice) = response.body else { return #expect(Bool(false), "no file") }
        #expect(slice.range.length == 10)
    }

    @Test func `HEAD has the same fields and no body`() async throws {
        let (surface, _) = try await staged()

        let response = try await surface.transport.send(HTTPRequest(.head, Self.path))
        let reply = try await get(surface)

        #expect(response.status == 200 && response.body.length == 10)
        #expect(response.fields.map(\.name) == reply.fields.map(\.name))
        guard case .suppressed = response.body else { return #expect(Bool(false)) }
    }

    @Test func `a range is 206, one outside 416, and one of another version gets everything`() async throws {
        let (surface, _) = try await staged()
        let tag = try #require(try await get(surface).fields["ETag"])

        let part = try await get(surface, ["Range": "bytes=2-4", "If-Range": tag])
        let outside = try await get(surface, ["Range": "bytes=10-"])
        let other = try await get(surface, ["Range": "bytes=2-4", "If-Range": "\"other\""])

        #expect(part.status == 206 && part.text == "234")
        #expect(part.fields["Content-Range"] == "bytes 2-4/10")
        #expect(outside.status == 416 && outside.fields["Cache-Control"] == "no-store")
        #expect(other.status == 200 && other.text == "0123456789")
    }

    @Test func `a name in other letters is told in both ways`() async throws {
        let (surface, _) = try await staged("Käse.jpg")

        let disposition = try await get(surface).fields["Content-Disposition"]

        #expect(disposition == #"attachment; filename="K_se.jpg"; filename*=UTF-8''K%C3%A4se.jpg"#)
    }

    @Test func `once its time is over, an address is like any other that leads nowhere`() async throws {
        let (surface, _) = try await staged()
        surface.clock.advance(by: .seconds(3600))

        let reply = try await get(surface)
        let unknown = try await surface.send(HTTPRequest(.get, "/staging/unknown"))

        #expect(reply.status == 404 && reply.bytes == unknown.bytes)
        #expect(reply.fields.map(\.name) == unknown.fields.map(\.name))
    }

    @Test func `bytes that are gone are told to the operator, without the token`() async throws {
        let (surface, id) = try await staged()
        try surface.loseFile(of: id)

        let reply = try await get(surface)

        let log = surface.log.lines.map { String(decoding: $0.render(.json), as: UTF8.self) }.joined()
        #expect(reply.status >= 404 && reply.fields["Cache-Control"] == "no-store")
        #expect(log.contains("failure") && !log.contains(Self.token.prefix(8)))
        #expect(!reply.text.contains(Self.token.prefix(8)))
    }
}

/// `POST …/relocate`.
@Suite struct RelocateRouteTests {
    @Test func `it is 202 with a job, and asking twice does the work once`() async throws {
        let surface = try await Surface()

        let first = try await surface.send(.post, Surface.own + "/relocate")
        let second = try await surface.send(.post, Surface.own + "/relocate")

        #expect(first.status == 202 && first.data?["kind"]?.string == "relocate")
        #expect(second.data?["id"] == first.data?["id"])
    }

    @Test func `what has failed waits again`() async throws {
        let surface = try await Surface()
        let id = AssetID(try await surface.asset())
        try await surface.catalog.write { [now = surface.clock.now()] writer in
            try await writer.setGoal("memory", of: [id], at: now)
            try await writer.failRelocation(
                of: id, to: "memory", BackendFailure(kind: "timedOut", message: "late"), at: now)
        }

        try await surface.send(.post, Surface.own + "/relocate")

        let state = try await surface.catalog.read { try await $0.relocation(of: id)?.state }
        #expect(state == .waiting)
    }

    @Test func `it takes a key that may write`() async throws {
        let surface = try await Surface()

        let reply = try await surface.send(.post, Surface.own + "/relocate", key: .reader)

        #expect(reply.status == 404 && reply.code == "API_KEY_NOT_AUTHORIZED_FOR_LIBRARY")
        #expect(try await surface.get(Surface.own + "/jobs").data?.array?.isEmpty == true)
    }

    @Test func `the metrics say how many wait and how many have failed, and when it is none any more`()
        async throws
    {
        let surface = try await Surface()
        let id = AssetID(try await surface.asset())
        let now = surface.clock.now()
        func figure(_ state: String) async throws -> String? {
            try await surface.send(HTTPRequest(.get, "/metrics")).text.split(separator: "\n").first {
                $0.hasPrefix("raster_gateway_relocations{adapter=\"memory\",state=\"\(state)\"}")
            }?.split(separator: " ").last.map(String.init)
        }
        try await surface.catalog.write { _ = try await $0.setGoal("memory", of: [id], at: now) }
        #expect(try await figure("waiting") == "1")

        try await surface.catalog.write {
            _ = try await $0.failRelocation(
                of: id, to: "memory", BackendFailure(kind: "timedOut", message: "late"), at: now)
        }
        #expect(try await figure("waiting") == "0")
        #expect(try await figure("failed") == "1")

        try await surface.catalog.write { try await $0.endRelocation(of: id, to: "memory") }
        #expect(try await figure("failed") == "0")
    }
}

extension Surface {
    /// Lets whoever has `token` fetch the bytes of an asset for an hour.
    fileprivate func stage(_ id: String, _ token: String) async throws {
        let (asset, now) = (AssetID(id), clock.now())
        var copy = PartialCopy(in: "memory", label: 1, md5: String(repeating: "0", count: 32))
        copy.stage = .told
        copy.native = "copy"
        copy.token = try NewSecret.digest(of: token)
        copy.deadline = now + .seconds(3600)
        try await catalog.write { [copy] writer in
            try await writer.setGoal("memory", of: [asset], at: now)
            try await writer.keep(copy, of: asset, due: now)
        }
    }

    /// Removes what the store holds of an asset.
    fileprivate func loseFile(of id: String) throws {
        let file = try #require(storedFiles(self).first { $0.hasSuffix(id) })
        try FileManager.default.removeItem(atPath: folder.path + "/store/" + file)
    }
}
