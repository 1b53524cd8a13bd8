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

    /// Writes into a catalog at rest.
    private func overwrite(_ data: Workplace, at offset: UInt64, _ bytes: [UInt8]) throws {
        let catalog = try #require(FileHandle(forUpdatingAtPath: "\(data.folder)/catalog.sqlite"))
        try catalog.seek(toOffset: offset)
        try catalog.write(contentsOf: Data(bytes))
        try catalog.close()
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

    @Test func `a damaged catalog is found and not worked on`() async throws {
        try await withServedData { data in
            try overwrite(data, at: 8192, [UInt8](repeating: 0x5A, count: 4096))

            let outcome = await data.run("doctor")

            #expect(outcome.code == .failed)
            #expect(outcome.text.contains("PROBLEM catalog: the catalog is damaged"))
            #expect(!outcome.text.contains("PROBLEM adapters"))
        }
    }

    @Test func `a catalog of a newer program is left alone`() async throws {
        try await withServedData { data in
            // SQLite keeps user_version at this place of the file.
            try overwrite(data, at: 60, [0, 0, 0, 99])

            let outcome = await data.run("doctor")

            #expect(outcome.code == .failed)
            #expect(outcome.text.contains("PROBLEM schema: the catalog has schema 99"))
        }
    }

    @Test func `a catalog of an older program is told and left as it is`() async throws {
        try await withServedData { data in
            try overwrite(data, at: 60, [0, 0, 0, 0])
            let before = try Data(contentsOf: URL(filePath: "\(data.folder)/catalog.sqlite"))

            let outcome = await data.run("doctor")

            #expect(outcome.text.contains("warning schema: 0, which this program brings to"))
            #expect(try Data(contentsOf: URL(filePath: "\(data.folder)/catalog.sqlite")) == before)
        }
    }

    @Test func `a large catalog is read whole only when that is wanted`() async throws {
        try await withServedData { data in
            #expect(truncate("\(data.folder)/catalog.sqlite", 65 << 20) == 0)

            let quick = await data.run("doctor")
            let deep = await data.run("doctor", "--deep")

            #expect(
                quick.text.contains(
                    "integrity: not looked at, for 65 MiB: raster-gateway doctor --deep --data"))
            #expect(!deep.text.contains("not looked at"))
        }
    }

    @Test func `fixing makes the catalog's files their owner's alone`() async throws {
        try await withServedData { data in
            chmod("\(data.folder)/catalog.sqlite", 0o644)
            #expect(await data.run("doctor").text.contains("warning catalog files"))

            let outcome = await data.run("doctor", "--fix")

            #expect(outcome.text.contains("repair  made \(data.folder)/catalog.sqlite its owner's alone"))
            #expect(outcome.text.contains("ok      catalog files"))
        }
    }

    @Test func `an unusable configuration is told, and nothing is looked at or repaired with it`()
        async throws
    {
        try await withServedData { data in
            let file = "\(data.folder)/c"
            try #"{"threads": 0}"#.write(toFile: file, atomically: true, encoding: .utf8)

            let outcome = await data.run("doctor", "--fix", "--config", file)

            #expect(outcome.code == .failed)
            #expect(outcome.text.hasPrefix("PROBLEM configuration: \(file):1: \"threads\" must be"))
            #expect(outcome.text.split(separator: "\n").count == 2)
        }
    }

    @Test func `a configuration that everyone may change is a problem`() async throws {
        try await withServedData { data in
            let file = "\(data.folder)/c"
            try "{}".write(toFile: file, atomically: true, encoding: .utf8)
            chmod(file, 0o666)

            let open = await data.run("doctor", "--config", file)
            chmod(file, 0o644)
            let closed = await data.run("doctor", "--config", file)

            #expect(open.text.contains("→ chmod o-w \(file)") && open.code == .failed)
            #expect(closed.code == .done)
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
