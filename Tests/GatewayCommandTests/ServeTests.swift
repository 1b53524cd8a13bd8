import Foundation
import HTTPCore
import TestSupport
import Testing

@testable import GatewayCommand

@Suite struct ServeTests {
    @Test func `a first start makes something to work with, and says so once`() async throws {
        try await withTemporaryFolder { folder in
            let server = try RunningServer("\(folder)/data")

            #expect(
                server.hello.members.map(\.name)
                    == ["url", "listen", "dataDirectory", "organizationId", "libraryId", "key"])
            #expect(try server.request("GET", "/me", key: server.key).status == 200)

            server.child.send(SIGTERM)
            #expect(server.child.wait() == 0)
            #expect(try RunningServer("\(folder)/data").hello["key"] == nil)
        }
    }

    @Test func `a later start prints the command that makes a new key`() async throws {
        try await withTemporaryFolder { folder in
            try RunningServer("\(folder)/data").child.send(SIGKILL)

            let child = try Child(
                RunningServer.program, ["serve", "--data", "\(folder)/data", "--listen", "127.0.0.1:0"],
                errors: "\(folder)/log")
            let lines = (0..<7).compactMap { _ in child.line() }

            #expect(lines.last?.hasSuffix("key create local --all write --data \(folder)/data") == true)
        }
    }

    @Test func `the printed curl line works as it stands`() async throws {
        try await withTemporaryFolder { folder in
            let child = try Child(
                RunningServer.program, ["serve", "--data", "\(folder)/data", "--listen", "127.0.0.1:0"],
                errors: "\(folder)/log")
            var line = child.line()
            while let text = line, !text.contains("curl") { line = child.line() }

            let curl = try Child("/bin/bash", ["-c", try #require(line)], errors: "\(folder)/curl.log")

            #expect(curl.rest().contains("Uploaded 1 asset"))
            #expect(curl.wait() == 0)
        }
    }

    @Test(arguments: [SIGTERM, SIGINT])
    func `a signal stops in order with exit code 0`(_ signal: Int32) async throws {
        try await withTemporaryFolder { folder in
            let server = try RunningServer("\(folder)/data")

            server.child.send(signal)

            #expect(server.child.wait() == 0)
        }
    }

    @Test func `a second server on the same data exits with 1 and names the first`() async throws {
        try await withTemporaryFolder { folder in
            let first = try RunningServer("\(folder)/data")

            let second = try Child(
                RunningServer.program, ["serve", "--data", "\(folder)/data", "--listen", "127.0.0.1:0"],
                errors: "\(folder)/log")

            #expect(second.wait() == 1)
            let log = try String(contentsOfFile: "\(folder)/log", encoding: .utf8)
            #expect(log.contains("process \(first.child.processID) serves"))
        }
    }

    @Test func `a port in use exits with 1 and says what to do`() async throws {
        try await withTemporaryFolder { folder in
            let first = try RunningServer("\(folder)/a")
            let address = try first.url.dropFirst("http://".count)

            let second = try Child(
                RunningServer.program, ["serve", "--data", "\(folder)/b", "--listen", String(address)],
                errors: "\(folder)/log")

            #expect(second.wait() == 1)
            let log = try String(contentsOfFile: "\(folder)/log", encoding: .utf8)
            #expect(log.contains("\(address) is in use by another program"))
        }
    }

    @Test func `a revoked key stops working in the running server at once`() async throws {
        try await withTemporaryFolder { folder in
            let data = Workplace(folder: "\(folder)/data")
            let server = try RunningServer(data.folder)
            let made = await data.run("key", "create", "local", "--all", "read", "--json")
            let key = try JSONValue(parsing: Array(made.text.utf8)).asObject()
            #expect(try server.request("GET", "/me", key: key.string("key")).status == 200)

            await data.run("key", "revoke", "local", try key.string("id"))

            #expect(try server.request("GET", "/me", key: key.string("key")).status == 401)
        }
    }

    @Test func `what was acknowledged outlives a kill`() async throws {
        try await withTemporaryFolder { folder in
            let server = try RunningServer("\(folder)/data")
            let path = try server.upload("a.txt", "hello", key: server.key)
            server.child.send(SIGKILL)
            server.child.wait()

            let again = try RunningServer("\(folder)/data")

            #expect(try again.request("GET", path, key: "").text == "hello")
        }
    }

    @Test func `files of a deleted organization go where no server runs`() async throws {
        try await withTemporaryFolder { folder in
            let data = Workplace(folder: "\(folder)/data")
            let server = try RunningServer(data.folder)
            _ = try server.upload("a.txt", "hello", key: server.key)
            server.child.send(SIGTERM)
            server.child.wait()

            let deleted = await data.run("org", "delete", "local", "--yes")

            #expect(deleted.text == "Organization \"local\" was deleted, with 1 asset.")
            #expect(deleted.notes.contains("1 files deleted"))
            #expect(tree(of: "\(data.folder)/files").isEmpty)
        }
    }

    @Test func `with a configuration file nothing is made unasked`() async throws {
        try await withTemporaryFolder { folder in
            try "{}".write(toFile: "\(folder)/c", atomically: true, encoding: .utf8)

            let server = try RunningServer("\(folder)/data", "--config", "\(folder)/c")

            #expect(server.hello["key"] == nil)
            #expect(server.hello["organizationId"] == .null)
        }
    }

    @Test func `an organization of one's own is not named as the one to begin with`() async throws {
        try await withAcme { data in
            let server = try RunningServer(data.folder)

            #expect(server.hello["organizationId"] == .null)
            #expect(server.hello["libraryId"] == .null)
        }
    }

    @Test func `the port in use is told even where clients see another address`() async throws {
        try await withTemporaryFolder { folder in
            try #"{"publicURL": "https://dam.example"}"#
                .write(toFile: "\(folder)/c", atomically: true, encoding: .utf8)

            let server = try RunningServer("\(folder)/data", "--config", "\(folder)/c")

            #expect(try server.url == "https://dam.example")
            let listen = try server.hello.string("listen").split(separator: ":")
            #expect(listen.first == "127.0.0.1" && listen.count == 2)
            let socket = try RawSocket(port: try #require(listen.last.flatMap { UInt16($0) }))
            try socket.send("GET /healthz HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n")
            #expect(try socket.receiveResponse().status == 200)
        }
    }
}

@Suite struct OwnerLockTests {
    @Test func `a data directory has one owner at a time`() async throws {
        try await withTemporaryFolder { folder in
            let directory = try DataDirectory(at: "\(folder)/data")
            let lock = try OwnerLock(directory)

            let held = #expect(throws: OwnerLock.Held.self) { _ = try OwnerLock(directory) }

            #expect(held?.processID == getpid())
            withExtendedLifetime(lock) {}
        }
    }

    @Test func `a data directory is its owner's alone`() async throws {
        try await withTemporaryFolder { folder in
            let directory = try DataDirectory(at: "\(folder)/a/../data/")

            let mode = try FileManager.default.attributesOfItem(atPath: "\(folder)/data")[.posixPermissions]
            #expect(mode as? Int == 0o700)
            #expect(directory.path == "\(folder)/data")
        }
    }
}
