import Bytes
import Glibc
import LocalDiskAdapter
import Raster
import Testing

@Suite struct LocalDiskFaultTests {
    enum Source: CaseIterable { case stream, spool, elsewhere }

    private func content(_ source: Source, _ fixture: DiskFixture) throws -> Content {
        switch source {
        case .stream: .stream(ByteStream("hello".utf8, chunkSize: 2))
        case .spool: try fixture.spooled()
        case .elsewhere: try fixture.file(at: fixture.root + "/other")
        }
    }

    @Test(arguments: Source.allCases, [EIO, ENOSPC, EDQUOT])
    func `a create fails truthfully whichever call fails`(_ source: Source, _ code: Int32) async throws {
        let tried = try await DiskFixture.failingEachCall(.once(code)) { fixture, arm in
            let content = try content(source, fixture)
            let (spool, openFiles) = (fixture.spool, fixture.faults.openFiles)
            arm()
            let error = await failure { () throws(StorageError) in
                _ = try await fixture.adapter.create(fixture.draft(), content)
            }

            guard fixture.faults.hasCome else { return }
            #expect(error?.kind == (code == EIO ? .unavailable : .insufficientStorage))
            #expect(error?.effect == StorageError.Effect.none)
            #expect(fixture.files.isEmpty)
            #expect(fixture.spool == spool)
            #expect(fixture.faults.openFiles == openFiles)
        }

        #expect(tried >= 6)
    }

    @Test(arguments: Source.allCases)
    func `a create that failed can be repeated`(_ source: Source) async throws {
        let tried = try await DiskFixture.failingEachCall(.once(EIO)) { fixture, arm in
            let content = try content(source, fixture)
            arm()
            _ = try? await fixture.adapter.create(fixture.draft(), content)
            guard fixture.faults.hasCome else { return }

            let asset = try await fixture.adapter.create(fixture.draft(), .stream(ByteStream("hello".utf8)))

            #expect(try await fixture.text(of: asset.id) == "hello")
        }

        #expect(tried >= 6)
    }

    @Test(arguments: Source.allCases)
    func `a disk that dies in the middle shows no half asset`(_ source: Source) async throws {
        let tried = try await DiskFixture.failingEachCall(.always(EIO)) { fixture, arm in
            let content = try content(source, fixture)
            arm()
            let error = await failure { () throws(StorageError) in
                _ = try await fixture.adapter.create(fixture.draft(), content)
            }
            fixture.faults.disarm()

            guard fixture.faults.hasCome else { return }
            #expect(error?.effect == (fixture.files.isEmpty ? StorageError.Effect.none : .unknown))
            if !fixture.files.isEmpty { #expect(try await fixture.text(of: "ab/abcd") == "hello") }
            try await fixture.adapter.sweepSpool()
            #expect(fixture.spool.isEmpty)
        }

        #expect(tried >= 6)
    }

    @Test(arguments: Source.allCases, [FaultyFileSystem.Fault.once(EINTR), .shortWrite])
    func `an interruption or a short write is made up for`(_ source: Source, _ fault: FaultyFileSystem.Fault)
        async throws
    {
        let tried = try await DiskFixture.failingEachCall(fault) { fixture, arm in
            let content = try content(source, fixture)
            arm()

            let asset = try await fixture.adapter.create(fixture.draft(), content)

            #expect(try await fixture.text(of: asset.id) == "hello")
            fixture.faults.disarm()
        }

        #expect(tried >= 6)
    }

    @Test func `a deletion fails truthfully whichever call fails`() async throws {
        let tried = try await DiskFixture.failingEachCall(.once(EIO)) { fixture, arm in
            let asset = try await fixture.store()
            arm()
            let error = await failure { () throws(StorageError) in try await fixture.adapter.delete(asset.id)
            }

            guard fixture.faults.hasCome else { return #expect(error == nil) }
            #expect(error?.kind == .unavailable)
            #expect(error?.effect == (fixture.files.isEmpty ? .unknown : StorageError.Effect.none))
        }

        #expect(tried == 4)
    }

    @Test func `a deletion that was not synced is synced by its repeat`() async throws {
        try await DiskFixture.run { fixture in
            let asset = try await fixture.store()
            fixture.faults.arm(4, .once(EIO))
            _ = try? await fixture.adapter.delete(asset.id)
            fixture.faults.arm(Int.max, .shortWrite)

            let error = await failure { () throws(StorageError) in try await fixture.adapter.delete(asset.id)
            }

            #expect(error?.kind == .notFound)
            #expect(fixture.faults.log.last == "sync")
        }
    }

    @Test func `a look that fails is no answer`() async throws {
        let tried = try await DiskFixture.failingEachCall(.once(EIO)) { fixture, arm in
            let asset = try await fixture.store()
            arm()
            let error = await failure { () throws(StorageError) in
                _ = try await fixture.adapter.stat(asset.id)
                _ = try await fixture.adapter.open(asset.id, nil)
                _ = try await fixture.adapter.find(fixture.draft().key)
                _ = try await fixture.adapter.list(in: nil, after: nil)
            }

            guard fixture.faults.hasCome else { return }
            #expect(error?.kind == .unavailable)
            #expect(error?.effect == StorageError.Effect.none)
        }

        #expect(tried == 13)
    }

    @Test func `preparing can be repeated after any failure`() async throws {
        let tried = try await DiskFixture.failingEachCall(.once(EIO)) { fixture, arm in
            try await fixture.store()
            arm()
            _ = try? await fixture.adapter.prepare()
            fixture.faults.disarm()

            try await fixture.adapter.prepare()

            #expect(try await fixture.text(of: "ab/abcd") == "hello")
        }

        #expect(tried >= 8)
    }
}
