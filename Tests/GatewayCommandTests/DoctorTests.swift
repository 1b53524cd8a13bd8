import Bytes
import Foundation
import TestSupport
import Testing

@testable import GatewayCommand

@Suite struct DoctorTests {
    /// Runs `body` with data that a server has served and left.
    private func withServedData(_ body: (Workplace) async throws -> Void) async throws {
        try await withTemporaryFolder { folder in
            let data = Workplace(folder: "\(folder)/data")
            let server = try RunningServer(data.folder)
            _ = try server.upload("a.txt", "hello", key: server.key)
            server.child.send(SIGTERM)
            server.child.wait()
            try await body(data)
        }
    }

    @Test func `sound data is found sound`() async throws {
        try await withServedData { data in
            let outcome = await data.run("doctor", "--json")

            #expect(outcome.code == .done)
            #expect(outcome.text.hasPrefix(#"{"healthy":true"#))
        }
    }

    @Test func `a folder that others can look into is a problem`() async throws {
        try await withServedData { data in
            chmod(data.folder, 0o755)

            let outcome = await data.run("doctor")

            #expect(outcome.code == .failed)
            #expect(outcome.text.contains("others can look into"))
            #expect(outcome.text.contains("chmod 700"))
        }
    }

    @Test func `a file without an asset and an asset without a file are problems`() async throws {
        try await withServedData { data in
            let files = "\(data.folder)/files"
            let file = try #require(tree(of: files).first)
            try FileManager.default.removeItem(atPath: "\(files)/\(file)")
            try "".write(toFile: "\(files)/\(file.dropLast(3))zzz", atomically: true, encoding: .utf8)

            let outcome = await data.run("doctor")

            #expect(outcome.code == .failed)
            #expect(outcome.text.contains("1 files without an asset, 1 assets without a file"))
        }
    }

    @Test func `fixing makes the folder private, sweeps and purges, and deletes no file without an asset`()
        async throws
    {
        try await withServedData { data in
            chmod(data.folder, 0o755)
            try "".write(toFile: "\(data.folder)/spool/left", atomically: true, encoding: .utf8)
            let file = try #require(tree(of: "\(data.folder)/files").first)
            let stray = "\(data.folder)/files/\(file.dropLast(3))zzz"
            try "".write(toFile: stray, atomically: true, encoding: .utf8)

            let outcome = await data.run("doctor", "--fix")

            #expect(outcome.text.contains("repair  made \(data.folder) its owner's alone"))
            #expect(outcome.text.contains("repair  removed 1 half-written files"))
            #expect(outcome.text.contains("1 files without an asset, 0 assets without a file"))
            #expect(tree(of: "\(data.folder)/spool").isEmpty)
            #expect(FileManager.default.fileExists(atPath: stray))
        }
    }

    @Test func `fixing makes missing folders, and then all is well`() async throws {
        try await withServedData { data in
            removeTree("\(data.folder)/spool")

            let outcome = await data.run("doctor", "--fix", "--json")

            #expect(outcome.code == .done)
            #expect(outcome.text.hasPrefix(#"{"healthy":true,"repairs":["made \#(data.folder)/spool","#))
        }
    }

    @Test func `fixing beside a running server leaves its spool and its journal alone`() async throws {
        try await withTemporaryFolder { folder in
            let data = Workplace(folder: "\(folder)/data")
            let server = try RunningServer(data.folder)
            try "".write(toFile: "\(data.folder)/spool/arriving", atomically: true, encoding: .utf8)

            let outcome = await data.run("doctor", "--fix")

            #expect(outcome.text.contains("left the rest to process \(server.child.processID)"))
            #expect(tree(of: "\(data.folder)/spool") == ["arriving"])
        }
    }

    @Test func `a floor above the free space is a problem`() async throws {
        try await withServedData { data in
            let file = "\(data.folder)/config.json"
            let free = try #require(DiskSpace.availableBytes(at: data.folder))
            try "{\"uploads\": {\"minFreeBytes\": \(free * 2)}}"
                .write(toFile: file, atomically: true, encoding: .utf8)

            let outcome = await data.run("doctor", "--config", file)

            #expect(outcome.code == .failed)
            #expect(outcome.text.contains("under the floor"))
        }
    }

    @Test func `a server that runs is named`() async throws {
        try await withTemporaryFolder { folder in
            let data = Workplace(folder: "\(folder)/data")
            let server = try RunningServer(data.folder)

            let outcome = await data.run("doctor")

            #expect(outcome.code == .done)
            #expect(outcome.text.contains("served by process \(server.child.processID)"))
        }
    }

    @Test func `the longest mount point above a path counts`() {
        let table = MountTable(
            """
            1 0 8:1 / / rw shared:1 - ext4 /dev/sda1 rw
            2 1 0:5 / /srv rw - nfs4 host:/x rw
            3 2 8:2 / /srv/my\\040disk rw - xfs /dev/sdb rw
            """)

        #expect(table.kind(of: "/etc") == "ext4")
        #expect(table.kind(of: "/srv/data") == "nfs4")
        #expect(table.kind(of: "/srv/my disk/x") == "xfs")
        #expect(table.kind(of: "/srv2") == "ext4")
    }
}
