import HTTPCore
import Raster
import TestSupport
import Testing

@testable import MediaPocketAdapter

/// What a file is asked for by.
@Suite struct FilenameTests {
    private let medium = "{\"id\":1,\"filename\":\"on disk.jpg\"}"

    private func lines(_ answers: HTTPResponse...) async throws -> (lines: [String], error: StorageError?) {
        let api = CannedTransport(answers.map { .success($0) })
        let adapter = try MediaPocketAdapter.sample(api: api)
        let error = await failure { () async throws(StorageError) in _ = try await adapter.open("-a1", nil) }
        return (api.lines, error)
    }

    private func line(_ name: String) -> String {
        "GET /api/v2/assets/-a1/media/1/download_url?filename=\(name)"
    }

    @Test(arguments: [
        HTTPResponse.refusal(404, "Couldn't find Media with 'id'=1 [WHERE x]"), .refusal(404, "Not found"),
        HTTPResponse(404), .refusal(422, "Invalid parameter 'filename' value \"x\": x"), HTTPResponse(422),
    ])
    func `a name that is refused is not the only one`(_ refusal: HTTPResponse) async throws {
        let (lines, error) = try await lines(.media(medium), refusal, .asset(), .address(nil))
        #expect(lines.suffix(3) == [line("on%20disk.jpg"), "GET /api/v2/assets/-a1", line("harbour.jpg")])
        #expect(error?.message.contains("no address") == true)
    }

    @Test func `there is no other name where the asset has none, or the same, or is gone`() async throws {
        let refusal = HTTPResponse.refusal(404, "Couldn't find Media with 'id'=1 [WHERE x]")
        for name in [nil, "on disk.jpg"] {
            let (lines, error) = try await lines(.media(medium), refusal, .asset(SampleAsset(filename: name)))
            #expect(lines.count == 3 && error?.says(.mediaNotFound) == true)
        }
        let (lines, error) = try await lines(.media(medium), .refusal(404, "asset not found"))
        #expect(lines.count == 2 && error?.says(.assetNotFound) == true)
    }

    @Test func `any other failure is not the name's`() async throws {
        for status in [400, 403, 500] {
            #expect(try await lines(.media(medium), HTTPResponse(HTTPStatus(status))).lines.count == 2)
        }
    }
}
