import Foundation
import HTTPCore
import TestSupport

/// The real program, serving a data directory on a free port of this machine.
final class RunningServer {
    /// The program.
    let child: Child
    /// What it said when it was ready.
    let hello: JSONObject
    private let port: UInt16

    /// Starts it and waits until it is ready.
    init(_ folder: String, _ options: String...) throws {
        child = try Child(
            Self.program, ["serve", "--data", folder, "--listen", "127.0.0.1:0", "--json"] + options,
            errors: "\(folder).log")
        guard let line = child.line() else { throw NotReady(code: child.wait()) }
        hello = try JSONValue(parsing: Array(line.utf8)).asObject()
        port = UInt16(try hello.string("url").split(separator: ":").last ?? "") ?? 0
    }

    /// The server ended before it was ready.
    struct NotReady: Error { let code: Int32 }

    /// The program as it was built with these tests, in the folder of the test bundle.
    static var program: String {
        let tests = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        return tests.deletingLastPathComponent().appending(path: "raster-gateway").path(percentEncoded: false)
    }

    /// The base address.
    var url: String { get throws { try hello.string("url") } }

    /// The key of a first start.
    var key: String { get throws { try hello.string("key") } }

    /// Asks, and waits for the answer.
    func request(_ method: String, _ path: String, key: String, fields: String = "", body: String = "")
        throws -> RawResponse
    {
        let socket = try RawSocket(port: port)
        try socket.send(
            "\(method) \(path) HTTP/1.1\r\nHost: test\r\nConnection: close\r\nApi-Version: 2026-05-20\r\n"
                + "Authorization: Bearer \(key)\r\n\(fields)Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
        )
        return try socket.receiveResponse()
    }

    /// Uploads a file with these contents to the library of a first start; the path of its bytes.
    func upload(_ filename: String, _ text: String, key: String) throws -> String {
        let answer = try request(
            "POST", "/organizations/local/libraries/library/assets", key: key,
            fields: "Content-Type: multipart/form-data; boundary=b\r\n",
            body: "--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"\(filename)\"\r\n\r\n"
                + "\(text)\r\n--b--\r\n")
        let data = try JSONValue(parsing: answer.body).asObject().object("data")
        guard case .object(let asset)? = try data.array("assets").first else { return "" }
        return "/" + (try asset.string("url").split(separator: "/").dropFirst(2).joined(separator: "/"))
    }
}
