import Foundation
import HTTPCore
import Raster
import TestSupport
import Testing

@testable import GatewayCommand

@Suite struct AdoptTests {
    /// Runs `body` with a folder of three files, and the place for a data directory.
    private func withTree(_ body: (_ tree: String, _ data: Workplace) async throws -> Void) async throws {
        try await withTemporaryFolder { folder in
            for path in ["tree/a/one.txt", "tree/a,b/two.txt", "tree/three.txt", "tree/.hidden"] {
                try FileManager.default.createDirectory(
                    at: URL(filePath: "\(folder)/\(path)").deletingLastPathComponent(),
                    withIntermediateDirectories: true)
                try path.write(toFile: "\(folder)/\(path)", atomically: false, encoding: .utf8)
            }
            try await body("\(folder)/tree", Workplace(folder: "\(folder)/data"))
        }
    }

    /// The assets of a library of `local`.
    private func assets(
        of server: RunningServer, in library: String = "library", key: String
    ) throws -> [JSONObject] {
        let path = "/organizations/local/libraries/\(library)/assets"
        let reply = try server.request("GET", path, key: key)
        return try JSONValue(parsing: reply.body).asObject().array("data").map { try $0.asObject() }
    }

    @Test func `serve puts a folder behind the library of a first start`() async throws {
        try await withTree { tree, data in
            let errors = try ErrorPipe(at: "\(data.folder).log")
            let server = try RunningServer(data.folder, "--adopt", tree)

            #expect(errors.wait(for: "3 files, 3 added"))

            let assets = try assets(of: server, key: server.key)
            let one = try #require(try assets.first { try $0.string("name") == "one" })
            let path = try "/" + one.string("url").split(separator: "/").dropFirst(2).joined(separator: "/")
            #expect(try server.request("GET", path, key: server.key).body == Array("tree/a/one.txt".utf8))
        }
    }

    @Test func `a later start with the same folder adopts it no second time`() async throws {
        try await withTree { tree, data in
            let errors = try ErrorPipe(at: "\(data.folder).log")
            let first = try RunningServer(data.folder, "--adopt", tree)
            #expect(errors.wait(for: "3 files, 3 added"))
            first.child.send(SIGTERM)
            first.child.wait()
            try "new".write(toFile: "\(tree)/four.txt", atomically: false, encoding: .utf8)

            let second = try RunningServer(data.folder, "--adopt", tree + "/../tree/")

            #expect(errors.wait(for: "4 files, 1 added"))
            #expect(try assets(of: second, key: first.key).count == 4)
        }
    }

    @Test func `a file that shrinks while it is sent ends the connection instead of lying`() async throws {
        try await withTree { tree, data in
            let file = "\(tree)/three.txt"
            #expect(truncate(file, 64 << 20) == 0)
            let errors = try ErrorPipe(at: "\(data.folder).log")
            let server = try RunningServer(data.folder, "--adopt", tree)
            #expect(errors.wait(for: "3 files, 3 added"))
            let asset = try #require(
                try assets(of: server, key: server.key).first { try $0.string("name") == "three" })
            let parts = try asset.string("url").split(separator: "/")
            let port = try #require(parts[1].split(separator: ":").last.flatMap { UInt16($0) })
            let socket = try RawSocket(port: port, receiveBuffer: 4096)
            try socket.send(
                "GET /\(parts.dropFirst(2).joined(separator: "/")) HTTP/1.1\r\nHost: test\r\n\r\n")

            let head = try socket.receiveHead()
            #expect(truncate(file, 1 << 20) == 0)

            #expect(head.contains("Content-Length: 67108864"))
            #expect((try? socket.receiveAll().count) ?? 0 < 64 << 20)
        }
    }

    @Test func `what was mapped and skipped is told at the end`() async throws {
        try await withTree { tree, data in
            await data.run("org", "create", "acme")

            let outcome = await data.run("library", "create", "acme", "Photos", "--adopt", tree)

            #expect(outcome.code == .done)
            #expect(outcome.text.contains("\(tree) → acme/photos: 3 files, 3 added"))
            #expect(outcome.text.contains(#"tags        "a,b" → "a_b""#))
            #expect(outcome.text.contains("skipped     1 hidden"))
        }
    }

    @Test func `the same is told to programs`() async throws {
        try await withTree { tree, data in
            await data.run("org", "create", "acme")

            let outcome = await data.run("library", "create", "acme", "Photos", "--adopt", tree, "--json")

            let adopted = try JSONValue(parsing: Array(outcome.text.utf8)).asObject().object("adopted")
            let scan = try adopted.object("scan")
            #expect(try adopted.string("folder") == tree)
            #expect(try scan.int("added") == 3)
            #expect(try scan.object("skippedByReason").int("hidden") == 1)
        }
    }

    @Test func `a running server takes over what another process has adopted`() async throws {
        try await withTree { tree, data in
            let errors = try ErrorPipe(at: "\(data.folder).log")
            let server = try RunningServer(data.folder)

            let outcome = await data.run("library", "create", "local", "Photos", "--adopt", tree)

            #expect(outcome.code == .done && outcome.text.contains("is done: 3 items"))
            #expect(errors.wait(for: "3 files, 3 added"))
            #expect(try assets(of: server, in: "photos", key: server.key).count == 3)
        }
    }

    @Test func `a folder that is not there, a file and the whole machine are refused`() async throws {
        try await withTree { tree, data in
            await data.run("org", "create", "acme")
            for (folder, reason) in [
                (tree + "/none", "No such file"), (tree + "/three.txt", "Not a directory"),
                ("/", "the whole machine"),
            ] {
                let outcome = await data.run("library", "create", "acme", "Photos", "--adopt", folder)

                #expect(outcome.code == .failed && outcome.notes.contains(reason))
            }
            #expect(!(await data.run("library", "list", "acme", "--json").text.contains("Photos")))
        }
    }

    @Test func `the gateway's own files are refused, and left out where they lie inside`() async throws {
        try await withTree { tree, _ in
            let data = Workplace(folder: tree + "/data")
            await data.run("org", "create", "acme")

            let refused = await data.run(
                "library", "create", "acme", "Files", "--adopt", data.folder + "/../data")
            let outcome = await data.run("library", "create", "acme", "Photos", "--adopt", tree)

            #expect(refused.code == .failed && refused.notes.contains("gateway's own data"))
            #expect(outcome.text.contains("3 files, 3 added"))
            #expect(outcome.text.contains("1 folders of the gateway itself"))
        }
    }

    @Test func `doctor names what is missing, and a folder that is away`() async throws {
        try await withTree { tree, data in
            await data.run("org", "create", "acme")
            await data.run("library", "create", "acme", "Photos", "--adopt", tree)
            let sound = await data.run("doctor")
            try FileManager.default.moveItem(atPath: tree, toPath: tree + "-away")

            let away = await data.run("doctor")

            #expect(sound.text.contains("adopted \(tree): 3 files"))
            #expect(away.code == .failed && away.text.contains("see that its disk is mounted"))
        }
    }
}
