import Foundation
import TestSupport
import Testing

@testable import GatewayCommand

@Suite struct LostDataTests {
    /// Runs `body` with data that a server has served and left, holding one file.
    private func withServedFile(_ body: (String) throws -> Void) async throws {
        try await withTemporaryFolder { folder in
            let server = try RunningServer("\(folder)/data")
            _ = try server.upload("a.txt", "hello", key: server.key)
            server.child.send(SIGTERM)
            server.child.wait()
            try body("\(folder)/data")
        }
    }

    /// What `serve` comes to where it must not begin: exit code and standard error.
    private func refusal(_ folder: String, log: String) throws -> (code: Int32, text: String) {
        let child = try Child(
            RunningServer.program, ["serve", "--data", folder, "--listen", "127.0.0.1:0"], errors: log)
        let line = child.line()
        if line != nil { child.send(SIGKILL) }
        return (child.wait(), try String(contentsOfFile: log, encoding: .utf8))
    }

    @Test(arguments: [true, false])
    func `files without their catalog are not served, and nothing is changed`(_ isEmpty: Bool) async throws {
        try await withServedFile { data in
            try FileManager.default.removeItem(atPath: "\(data)/catalog.sqlite")
            if isEmpty { try writeEmpty("\(data)/catalog.sqlite") }
            let before = tree(of: data)

            let (code, text) = try refusal(data, log: "\(data)/../log")

            #expect(code == 1)
            #expect(text.contains("Restore the catalog from a backup, or move \(data)/files away"))
            #expect(tree(of: data) == before)
        }
    }

    @Test func `a catalog that gets lost under the server makes it unready and refuse uploads`() async throws
    {
        try await withTemporaryFolder { folder in
            let server = try RunningServer("\(folder)/data")
            #expect(try server.request("GET", "/readyz", key: "").status == 200)

            try FileManager.default.removeItem(atPath: "\(folder)/data/catalog.sqlite")

            #expect(try server.request("GET", "/readyz", key: "").status == 503)
            #expect(try server.request("GET", "/me", key: server.key).status == 503)
        }
    }

    @Test func `what a server makes is its owner's alone`() async throws {
        try await withServedFile { data in
            for path in tree(of: data) {
                let mode = try FileManager.default.attributesOfItem(atPath: "\(data)/\(path)")
                let bits = try #require(mode[.posixPermissions] as? Int)
                #expect(bits & 0o077 == 0, "\(path)")
            }
        }
    }

    @Test(arguments: [
        ("/proc/nope", "No such file or directory"), ("/dev/null", "Not a directory"),
        ("/dev/null/x", "Not a directory"),
    ])
    func `a data directory that cannot be is one sentence`(_ path: String, _ reason: String) async throws {
        try await withTemporaryFolder { folder in
            let (code, text) = try refusal(path, log: "\(folder)/log")

            #expect(code == 1)
            #expect(
                text == "raster-gateway: \(path) cannot be the data directory: \(reason); name a folder that "
                    + "this user may write to with --data\n")
        }
    }

    private func writeEmpty(_ path: String) throws {
        try Data().write(to: URL(filePath: path))
    }
}
