import Bytes
import FakeKit
import HTTPCore
import MediaPocketFake
import TestSupport

extension HTTPResponse {
    /// All bytes of the body.
    func collect() async throws -> [UInt8] {
        switch body {
        case .empty, .suppressed: []
        case .bytes(let bytes): bytes
        case .file(let slice): try await ByteStream(slice).collect(upTo: 1 << 30)
        case .stream(let stream): try await stream.collect(upTo: 1 << 30)
        }
    }

    /// The body as a JSON object.
    func object() async throws -> JSONObject { try JSONValue(parsing: try await collect()).asObject() }
}
