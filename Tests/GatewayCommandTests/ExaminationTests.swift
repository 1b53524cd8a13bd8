import Bytes
import Foundation
import MicroHTTP
import Raster
import TestSupport
import Testing

@testable import GatewayCommand

/// What `doctor` finds on machines that are made up: each check in both states.
@Suite struct ExaminationTests {
    private static let own = FileFacts(mode: 0o600, owner: 7, size: 0)

    /// An examination of `/data` on a sound machine, but for what `change` does to that.
    private func examination(
        _ configuration: Configuration = Configuration(), _ change: (inout Machine) -> Void = { _ in }
    ) -> Examination {
        var machine = Machine(
            mounts: MountTable("1 0 8:1 / / rw - ext4 /dev/sda rw\n2 0 0:5 / /srv rw - nfs4 h:/x rw"),
            facts: { FileFacts(mode: $0.contains(".") ? 0o600 : 0o700, owner: 7, size: 0, isFolder: true) },
            room: { _ in Machine.Room(free: 1 << 40, total: 1 << 41, files: (1 << 20, 1 << 21)) }, user: 7,
            now: .sample(), clock: .synchronised, openFiles: 65_536, engine: "3.45.1")
        change(&machine)
        var configuration = configuration
        configuration.dataDirectory = "/data"
        return Examination(configuration: configuration, machine: machine)
    }

    /// Expects a finding that is not well to have something to do about it, and to be about `words`.
    private func expect(
        _ finding: GatewayCommand.Finding, _ state: GatewayCommand.Finding.State, _ words: String = ""
    ) {
        #expect(finding.state == state, "\(finding)")
        #expect(words.isEmpty || finding.message.contains(words), "\(finding)")
        #expect(state == .ok || finding.remedy?.isEmpty == false)
    }

    @Test func `on a sound machine all is well`() {
        let found = examination()

        for finding in [
            found.permissions(), found.catalogFiles(), found.fileSystem(), found.catalogSpace(),
            found.space(.init(name: "disk")), found.leftovers(.init(name: "disk"), isServed: false),
            found.writeAheadLog(),
            found.libraries(), found.descriptors(), found.clockState(), found.clock(newest: .sample()),
            found.fileSystem(of: .init(name: "a", folder: "/a")), found.integrity(damage: []),
        ] { expect(finding, .ok) }
    }

    @Test func `a data directory that is missing, another's or open is a problem`() {
        expect(examination { $0.facts = { _ in nil } }.permissions(), .problem, "there is no /data")
        let file = examination { $0.facts = { _ in Self.own } }
        expect(file.permissions(), .problem, "/data is no folder")
        expect(examination { $0.user = 8 }.permissions(), .problem, "belongs to user 7")
        expect(examination { $0.user = 0 }.permissions(), .ok)
        let open = examination {
            $0.facts = { _ in FileFacts(mode: 0o750, owner: 7, size: 0, isFolder: true) }
        }
        expect(open.permissions(), .problem, "mode 750")
    }

    @Test(arguments: ["", "-wal", "-shm"])
    func `a catalog's file that is another's, open or closed is told with its name`(_ suffix: String) {
        func found(_ mode: UInt32, _ owner: UInt32) -> GatewayCommand.Finding {
            examination {
                $0.facts = { path in
                    path.hasSuffix("catalog.sqlite" + suffix)
                        ? FileFacts(mode: mode, owner: owner, size: 0) : Self.own
                }
            }.catalogFiles()
        }

        expect(found(0o600, 0), .problem, "/data/catalog.sqlite\(suffix) belongs to user 0")
        expect(found(0o644, 7), .warning, "mode 644")
        expect(found(0o400, 7), .problem, "may not write")
        #expect(found(0o600, 0).remedy == "sudo chown 7 /data/catalog.sqlite\(suffix)")
    }

    @Test func `a catalog on a network file system is a problem, a store there a warning`() {
        var remote = examination()
        remote.machine.mounts = MountTable("1 0 0:5 / / rw - nfs4 h:/x rw")

        expect(remote.fileSystem(), .problem, "nfs4")
        expect(examination().fileSystem(of: .init(name: "nas", folder: "/srv/nas")), .warning, "nfs4")
    }

    @Test func `a disk without room for bytes or files is told`() {
        func found(_ free: Int, _ files: Int) -> Examination {
            examination { $0.room = { _ in .init(free: free, total: 1 << 41, files: (files, 1 << 21)) } }
        }

        expect(found(1 << 20, 1 << 20).catalogSpace(), .problem, "1 MiB free")
        expect(found(1 << 20, 1 << 20).space(.init(name: "disk")), .problem, "under the floor of 256 MiB")
        expect(found(1 << 40, 50).catalogSpace(), .problem, "50 more files")
        expect(found(1 << 40, 5000).space(.init(name: "disk")), .warning, "5000 more files")
        expect(examination { $0.room = { _ in nil } }.catalogSpace(), .problem, "cannot be asked")
    }

    @Test func `a disk without a limit of files has none to warn of`() {
        let found = examination { $0.room = { _ in .init(free: 1 << 40, total: 1 << 41, files: nil) } }

        expect(found.catalogSpace(), .ok)
    }

    @Test func `uploads that were cut off are told, unless a server is at them`() {
        let found = examination { $0.names = { $0 == "/data/spool" ? ["a", "b"] : [] } }

        expect(found.leftovers(.init(name: "disk"), isServed: false), .warning, "2 files")
        expect(found.leftovers(.init(name: "disk"), isServed: true), .ok, "in use")
    }

    @Test func `a catalog that is missing is lost where a server has worked, and was never made elsewhere`() {
        expect(examination().noCatalog, .problem, "although a server has worked there")
        expect(examination { $0.facts = { _ in nil } }.noCatalog, .problem, "there is none in /data")
        #expect(examination().noCatalog.remedy == "restore /data/catalog.sqlite from a backup")
    }

    @Test func `a large write-ahead log is told`() {
        let found = examination {
            $0.facts = { FileFacts(mode: 0o600, owner: 7, size: $0.hasSuffix("-wal") ? 1 << 30 : 0) }
        }

        expect(found.writeAheadLog(), .warning, "1024 MiB")
    }

    @Test func `a process that holds the data is named, and told where it cannot be seen`() {
        expect(examination().owner(OwnerLock.Held(processID: 9)), .ok, "process 9")
        expect(examination().owner(OwnerLock.Held(processID: nil)), .ok, "another process")
        let found = examination { $0.isRunning = { _ in false } }
        expect(found.owner(OwnerLock.Held(processID: 9)), .warning, "cannot be seen")
    }

    @Test func `an old SQLite, or one that cannot search, is a problem`() {
        expect(examination { $0.engine = "3.9.2" }.libraries(), .problem, "older than 3.38")
        expect(examination { $0.hasFullTextSearch = false }.libraries(), .problem, "FTS5")
        expect(examination { $0.libraries = ["OpenSSL 3"] }.libraries(), .ok, "SQLite 3.45.1, OpenSSL 3")
    }

    @Test func `too few descriptors are told before the server meets them`() {
        expect(examination { $0.openFiles = 255 }.descriptors(), .problem, "255")
        expect(examination { $0.openFiles = 1024 }.descriptors(), .warning, "1024 connections")
        var few = Configuration()
        few.limits.connections = 100
        expect(examination(few) { $0.openFiles = 1024 }.descriptors(), .ok)
    }

    @Test func `a clock that nothing keeps right, or that is behind, is told`() {
        expect(examination { $0.clock = .free }.clockState(), .warning, "nothing keeps")
        expect(examination { $0.clock = .unknown }.clockState(), .ok)
        expect(examination().clock(newest: .sample(120_000)), .problem, "before the newest upload")
        expect(examination().clock(newest: .sample(1000)), .ok)
        let past = examination { $0.now = Timestamp(milliseconds: 1000) }
        expect(past.clock(newest: nil), .problem, "before this program was made")
    }

    @Test func `a damaged catalog is a problem, an older schema a warning`() {
        expect(examination().integrity(damage: ["row 3 missing"]), .problem, "row 3 missing")
        expect(examination().schema(0), .warning, "0, which")
    }

    @Test func `the machine of the tests answers every question`() {
        let machine = Machine.current

        #expect(machine.facts("/") != nil && (machine.room("/")?.total ?? 0) > 0)
        #expect(machine.names("/proc/self").contains("status") && machine.isRunning(getpid()))
        #expect(machine.openFiles > 0 && machine.hasFullTextSearch)
        #expect(machine.libraries.count == 2 && machine.libraries[0].hasPrefix("libmicrohttpd "))
    }
}
