import Bytes
import FakeKit
import HTTPCore
import ImgbtFake
import TestSupport

/// A fake with the keys of its defaults, and a client without a socket.
struct Vault {
    let fake: ImgbtFake
    private let transport: LoopbackTransport

    static let assets = "/api/v1/vaults/vault_01fake/assets"
    static let place = [("partition", "p"), ("collection", "c"), ("channel", "h")]

    init(
        _ faults: PlannedFault..., folder: String? = nil, change: (inout ImgbtFake.Options) -> Void = { _ in }
    )
        throws
    {
        var options = ImgbtFake.Options()
        options.faults = faults
        options.folder = folder
        change(&options)
        fake = try ImgbtFake(options)
        transport = LoopbackTransport(to: fake)
    }

    /// The answer to a request with the secret key, or another one.
    func send(
        _ method: HTTPMethod, _ target: String, _ body: String? = nil, fields: HTTPFields = [:],
        key: String? = "sk_fake_0123456789abcdef"
    ) async throws -> HTTPResponse {
        var request = HTTPRequest(method, target, fields: fields, body: body.map { ByteStream($0.utf8) })
        if let key { request.fields["Authorization"] = "Bearer \(key)" }
        return try await transport.send(request)
    }

    /// The answer to an upload of these fields in order, then the file.
    func upload(
        _ content: String, as filename: String = "a.txt", _ fields: [(String, String)] = place,
        type: String? = nil
    ) async throws -> HTTPResponse {
        var body = fields.map { "--b\r\nContent-Disposition: form-data; name=\"\($0)\"\r\n\r\n\($1)\r\n" }
            .joined()
        body += "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(filename)\"\r\n"
        if let type { body += "Content-Type: \(type)\r\n" }
        body += "\r\n\(content)\r\n--b--\r\n"
        return try await send(
            .post, Self.assets, body, fields: ["Content-Type": "multipart/form-data; boundary=b"])
    }

    /// The ids of a list, page by page, at most `most` pages.
    func walk(_ query: String = "", most: Int = 10) async throws -> [[String]] {
        var pages: [[String]] = []
        var cursor: String?
        repeat {
            let start = cursor.map { "&cursor=" + PercentEncoding.encodePathSegment($0) } ?? ""
            let page = try await send(.get, "\(Self.assets)?limit=2&\(query)\(start)").object()
            pages.append(try page.array("data").map { try $0.asObject().string("id") })
            cursor = try page.optionalString("cursor")
        } while cursor != nil && pages.count < most
        return pages
    }

    /// Uploads files named by numbers, and tells their ids, the newest first.
    func fill(_ count: Int) async throws -> [String] {
        for number in 0..<count { _ = try await upload("x", as: "\(number).txt") }
        return fake.assets.map(\.id).reversed()
    }
}
